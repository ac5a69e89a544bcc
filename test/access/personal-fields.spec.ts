import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { getNamedType, isObjectType, type GraphQLObjectType, type GraphQLResolveInfo } from 'graphql';
import { systemActor, type Actor, type DomainError } from '@quadhelix/access';
import { schemaOf } from '@quadhelix/api';
import { personalFields, type KeptFrom } from '@quadhelix/graphql';
import { slices } from '@quadhelix/slices';

/**
 * Fields with words or days in them that are not about one person: of organizations, rules, files and the product itself. A person's own words, name,
 * address or birthday are marked by @Personal instead. Whoever adds a field decides, here or there.
 */
const impersonal = JSON.parse(readFileSync(new URL('./impersonal-fields.json', import.meta.url), 'utf8')) as Record<string, string[]>;

const schema = await schemaOf(slices, () => ({}));
const types = Object.values(schema.getTypeMap()).filter((type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'));
const personal = personalFields(schema);
/** What can hold a name or a birthday: words and days. Connections and edges hold cursors. */
const places = types.filter(({ name }) => !/(Connection|Edge)$/.test(name)).flatMap((type) => Object.values(type.getFields())
  .filter((field) => ['String', 'LocalDate'].includes(getNamedType(field.type).name)).map((field) => `${type.name}.${field.name}`));
const stated = Object.entries(impersonal).flatMap(([type, fields]) => fields.map((field) => `${type}.${field}`));

/** What comes of asking for a field as somebody; the guard alone, for what lies behind it has no rows here. */
function ask(place: string, who: Partial<Actor>): { code: string | null; refusals: number } {
  const [type = '', name = ''] = place.split('.');
  const field = (schema.getType(type) as GraphQLObjectType).getFields()[name];
  const scope = { actor: { ...systemActor('t', 'test'), ...who }, refusals: [] as unknown[] };
  try {
    void Promise.resolve(field?.resolve?.({}, {}, { scope }, {} as GraphQLResolveInfo)).catch(() => undefined);
  } catch (error) {
    return { code: (error as DomainError).code, refusals: scope.refusals.length };
  }
  return { code: null, refusals: scope.refusals.length };
}

describe('personal data in the schema', () => {
  it('is marked, or stated to be none: a new field with words or days in it is one of the two', () => {
    expect(places.filter((place) => !personal.has(place) && !stated.includes(place))).toEqual([]);
  });

  it('is not stated to be none where it is marked, nor of a field that is gone', () => {
    expect(stated.filter((place) => personal.has(place) || !places.includes(place))).toEqual([]);
  });

  it('is marked wherever the audit trail keeps only a commitment to it', () => {
    const committed = slices.flatMap(({ entities }) => entities).flatMap((entity) => ((entity as { personal?: readonly string[] }).personal ?? []).map((field) => `${entity.name}.${field}`));
    expect(committed).toContain('Person.name');
    expect(committed.filter((place) => places.includes(place) && !personal.has(place))).toEqual([]);
  });

  it('is refused to every app that acts for nobody, and some of it to every app of somebody else, whatever it may do besides', () => {
    expect(personal.size).toBeGreaterThan(15);
    const actors = fc.record({
      kind: fc.constantFrom('APP' as const, 'PERSON' as const), firstParty: fc.boolean(), roles: fc.subarray(['API_CLIENT', 'ALLIANCE_ADMIN', 'SCHOOL_COORDINATOR'] as const),
      scopes: fc.subarray(['stakeholders:read', 'files:read', 'personal-data:read', 'apprenticeships:read']), organizationId: fc.option(fc.uuid()), personId: fc.option(fc.uuid()),
    });
    fc.assert(fc.property(fc.constantFrom(...personal), actors, ([place, from]: [string, KeptFrom], who) => {
      const kept = who.kind === 'APP' || (from === 'ALL_APPS' && !who.firstParty);
      const { code, refusals } = ask(place, who);
      if (kept) expect([place, code, refusals]).toEqual([place, 'FORBIDDEN', 1]);
      else expect(refusals).toBe(0);
    }), { numRuns: 1000 });
  });

  it('holds the name of a person, and his birthday for nobody\'s app', () => {
    expect([personal.get('Person.name'), personal.get('Person.birthDate'), personal.get('Document.downloadUrl')]).toEqual(['APPS_WITHOUT_A_PERSON', 'ALL_APPS', 'ALL_APPS']);
  });
});
