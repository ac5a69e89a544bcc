import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import type { Scope } from '@quadhelix/database';
import { DatabaseSession, ImportKinds, runImport, type ImportSession } from '@quadhelix/importing';
import { tick, type DueKind } from '@quadhelix/outbox';
import type { Product } from '../product.js';
import { OPERATOR, type Act, type Cast, type CastMember, type Step } from './act-file.js';
import { atMoment } from './moment.js';
import { performing, schemaOf } from './performing.js';
import { surveyDemo, type DemoState } from './survey.js';
import { verbs } from './verbs.js';

export interface DemoOptions {
  /** Opened with the clock and the ids of `moment.ts`. */
  readonly product: Product;
  /** Where the demo's files lie. */
  readonly folder: string;
  /** Makes accounts for people that are registered by now; an account that exists stays as it is. */
  readonly openAccounts: (accounts: readonly { readonly login: string; readonly personId: string }[]) => Promise<void>;
  /** Signs somebody in and answers his access token. */
  readonly signIn: (login: string) => Promise<string>;
  readonly say: (line: string) => void;
}

/**
 * Brings the demo in: imports its files and does its acts, as the people who do them, at their dates. What an earlier load did stays; one that was
 * interrupted is completed. Throws at the first act that the product refuses.
 */
export async function loadDemo(options: DemoOptions): Promise<DemoState> {
  const { product, folder, say } = options;
  const { cast, waves, ...state } = await surveyDemo(product.database, folder);
  const open = state.complete ? [] : waves;
  const loading = new Loading(options, cast, await schemaOf(product));
  let month = '';
  for (const wave of open) {
    const day = wave[0]?.day ?? '';
    if (day.slice(0, 7) !== month) say(`  ${(month = day.slice(0, 7))} …`);
    await loading.wave(wave);
  }
  return { ...state, complete: true };
}

const byOperator = (step: Step): boolean => step.actor === OPERATOR;

class Loading {
  private readonly alliances = new Map<string, string>();
  private readonly tokens = new Map<string, Promise<Buffer>>();
  private readonly opened = new Set<string>();
  private readonly dueKinds: readonly DueKind[];
  private opening: Promise<void> = Promise.resolve();
  private day = '';

  constructor(
    private readonly options: DemoOptions,
    private readonly cast: Cast,
    private readonly schema: GraphQLSchema,
  ) {
    const { slices, get } = options.product;
    this.dueKinds = slices.flatMap((slice) => slice.dueKinds.map((make) => make(get)));
  }

  /** All steps of one moment, side by side; before the first of a day, what fell due until then. */
  async wave(steps: readonly Step[]): Promise<void> {
    const [first] = steps;
    if (first && first.day !== this.day) {
      this.day = first.day;
      await atMoment(first.at, null, () => tick(this.options.product.database, this.dueKinds, first.at));
    }
    const done = await Promise.allSettled(steps.map((step) => atMoment(step.at, step.key, () => (byOperator(step) ? this.operate(step) : this.play(step)))));
    for (const each of done) if (each.status === 'rejected') throw each.reason;
  }

  /** What the operator's commands do: they can be repeated. */
  private async operate({ alliance, acts }: Step): Promise<void> {
    for (const act of acts) {
      if (act.act === 'foundAlliance') this.alliances.set(alliance, await this.found(act));
      else await this.importAs(act, () => this.options.product.database.beginSystem(this.alliances.get(alliance) ?? '', `import ${basename(act.subject)}`));
    }
  }

  private found({ subject, values }: Act): Promise<string> {
    return this.options.product.database.system(null, 'demo', async (scope) => {
      const [row] = await scope.sql<{ id: string }>('select register_alliance($1) as id', [JSON.stringify({ ...values, slug: subject, id: scope.newId(), createdAt: scope.now })]);
      return row?.id ?? '';
    });
  }

  private async play(step: Step): Promise<void> {
    const { database } = this.options.product;
    const tokenHash = await this.token(step);
    const request = { tokenHash, alliance: step.alliance, organizationId: null, readOnly: false, requestId: step.key };
    const [first] = step.acts;
    if (first?.act === 'import') return this.importAs(first, () => database.begin(request));
    await database.enter(request, async (scope) => {
      const person = performing(this.schema, scope);
      for (const act of step.acts) await told(act, async () => {
        const verb = verbs[act.act];
        if (!verb) throw new Error('there is no such act');
        await verb(person, act);
      });
    });
  }

  private async importAs(act: Act, begin: () => Promise<Scope>): Promise<void> {
    const { database, get } = this.options.product;
    const session: ImportSession = new DatabaseSession(database, begin);
    const file = await readFile(join(this.options.folder, 'files', act.subject));
    await told(act, async () => {
      const result = await runImport({ kind: get(ImportKinds).byName(act.values.kind ?? ''), file, session, mode: 'strict', language: 'zh-CN' });
      if (result.state !== 'WRITTEN') throw new Error(result.problems.slice(0, 5).map(({ row, field, code, message }) => `${String(row)} ${field ?? ''} ${code} ${message}`).join('; '));
    });
  }

  /** The account is opened when its person first acts: he was registered by then. */
  private token({ actor }: Step): Promise<Buffer> {
    const known = this.tokens.get(actor) ?? this.admit(actor);
    this.tokens.set(actor, known);
    return known;
  }

  private async admit(login: string): Promise<Buffer> {
    this.opening = this.opening.then(() => this.openAccounts());
    await this.opening;
    if (!this.opened.has(login)) throw new Error(`${login} has no account: nobody has registered this person`);
    return createHash('sha256').update(await this.options.signIn(login)).digest();
  }

  /** Opens accounts for all of the cast who are registered by now. */
  private async openAccounts(): Promise<void> {
    const missing = this.cast.logins.filter(({ login }) => !this.opened.has(login));
    const found = (await Promise.all(missing.map(async (member) => ({ login: member.login, personId: await this.personOf(member) })))).flatMap(({ login, personId }) => (personId ? [{ login, personId }] : []));
    if (found.length > 0) await this.options.openAccounts(found);
    for (const { login } of found) this.opened.add(login);
  }

  private async personOf({ organization, number, alliances: [alliance = ''] }: CastMember): Promise<string | undefined> {
    const tenantId = await this.idOf(alliance);
    const rows = await this.options.product.database.system(tenantId, 'demo', (scope) => scope.sql<{ id: string }>(
      'select f.person_id as id from affiliations f join organizations o on o.id = f.organization_id where o.legal_name = $1 and f.member_number = $2', [organization, number]), { readOnly: true });
    return rows[0]?.id;
  }

  private async idOf(slug: string): Promise<string> {
    const known = this.alliances.get(slug);
    if (known !== undefined) return known;
    const [row] = await this.options.product.database.system(null, 'demo', (scope) => scope.sql<{ id: string }>('select id from alliance_by_slug($1)', [slug]), { readOnly: true });
    this.alliances.set(slug, row?.id ?? '');
    return row?.id ?? '';
  }
}

/** An act that fails is named. */
async function told(act: Act, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new Error(`The demo stops at ${[act.at, act.alliance, act.actor, act.act, act.subject].join(' ')}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
