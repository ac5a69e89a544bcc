import { readFileSync, writeFileSync } from 'node:fs';
import { can, reach, ROLES, systemActor, type Action, type Actor, type Role } from '@quadhelix/access';
import { slices } from '@quadhelix/slices';
import { goldenTable } from './golden.js';

const FILE = new URL('./who-may-do-what.md', import.meta.url);
const actions: Action[] = slices.flatMap((slice) => slice.access.flatMap((table) => Object.values(table)));
const ORGANIZATION = '00000000-0000-7000-8000-0000000000aa';

const actor = (role: Role, changes: Partial<Actor> = {}): Actor => ({
  ...systemActor('00000000-0000-7000-8000-0000000000ff', ''), kind: 'PERSON', roles: [role], scopes: actions.map(({ scope }) => scope), organizationId: ORGANIZATION,
  personId: '00000000-0000-7000-8000-0000000000bb', membershipState: 'ACTIVE', ...changes,
});
const stranger = { parties: () => ({}) };
const related = (relation: string) => ({ parties: () => ({ [relation]: ORGANIZATION }) });

describe('who may do what', () => {
  it('is as the golden table says', () => {
    const table = goldenTable(slices);
    if (process.env.QUADHELIX_WRITE_CONTRACT === '1') writeFileSync(FILE, table);
    expect(readFileSync(FILE, 'utf8')).toBe(table);
  });

  describe.each(actions.map((action): [string, Action] => [action.name, action]))('%s', (_name, action) => {
    it.each(ROLES)('%s has exactly what its cell says', (role) => {
      const relations = action.grants[role] ?? [];
      expect(can(actor(role), action)).toBe(relations.length > 0);
      expect(can(actor(role), action, stranger)).toBe(relations.includes('alliance'));
      for (const relation of relations) expect(can(actor(role), action, related(relation))).toBe(true);
      expect(can(actor(role, { scopes: [] }), action, stranger)).toBe(false);
      expect(can(actor(role, { tenantId: null }), action, stranger)).toBe(false);
      expect(can(actor(role, { membershipState: 'SUSPENDED' }), action)).toBe(relations.length > 0 && action.whileSuspended);
      expect(can(actor(role, { membershipState: 'INVITED' }), action)).toBe(relations.length > 0 && action.whileInvited);
      expect(reach(actor(role), action).includes('alliance')).toBe(relations.includes('alliance'));
    });
  });

  it('gives an app without a person nothing to write and no names', () => {
    const writing = actions.filter((action) => action.writes && action.grants.API_CLIENT);
    expect(writing.map(({ name }) => name)).toEqual([]);
    expect(actions.find(({ name }) => name === 'person.readName')?.grants.API_CLIENT).toBeUndefined();
  });

  it('lets a suspended membership read, and leave, and shut its own apps out, and see to what is a person\'s own, and nothing else', () => {
    const ownOnly = (action: Action): boolean => Object.values(action.grants).every((relations) => relations.join() === 'self');
    expect(actions.filter((action) => action.writes && action.whileSuspended && !ownOnly(action)).map(({ name }) => name)).toEqual(['membership.withdraw', 'app.rotateSecret', 'app.disable']);
    expect(actions.filter((action) => !action.writes && !action.whileSuspended)).toEqual([]);
  });

  it('names every action once', () => {
    const names = actions.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
