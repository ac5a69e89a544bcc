import pg from 'pg';
import { copyDatabase, type DatabaseCopy } from '@quadhelix/testing';
import { readCatalogue } from './catalogue.js';
import { faults } from './catalogue.rules.js';
import { tableClasses, type TableRule } from './table-classes.js';

const names = (cls: string): string[] => Object.entries(tableClasses).filter(([, rule]) => rule.class === cls).map(([name]) => name);
const guarded = [...names('alliance'), ...names('global'), ...names('reader')];
const policyOf = (name: string): string => ({ alliance: 'alliance', reader: 'reader' })[tableClasses[name]?.class as string] ?? 'visible';

const PARTITIONED_BY: Record<string, string> = { webhook_deliveries: 'event_at', webhook_attempts: 'at', events: 'at', audit_entries: 'at', event_handlings: 'event_at', audit_personal_values: 'created_at', mandate_reads: 'at', change_entries: 'at' };

/** Each removes one rule of one table. */
const removals: [string, string][] = [
  ...guarded.map((name): [string, string] => [`row-level security of ${name}`, `alter table ${name} disable row level security`]),
  ...guarded.map((name): [string, string] => [`force of ${name}`, `alter table ${name} no force row level security`]),
  ...guarded.filter((name) => tableClasses[name]?.app !== '').map((name): [string, string] => [`the wall of ${name}`, `drop policy ${policyOf(name)} on ${name}`]),
  ...names('alliance').map((name): [string, string] => [`the check on writes of ${name}`, `alter policy alliance on ${name} with check (true)`]),
  ...names('alliance').map((name): [string, string] => [`the check on reads of ${name}`, `alter policy alliance on ${name} using (true)`]),
  ...guarded.map((name): [string, string] => [`exclusiveness of ${name}`, `create policy more on ${name} for select to quadhelix_app using (true)`]),
  ...guarded.map((name): [string, string] => [`a definer's exclusiveness on ${name}`, `create policy more on ${name} for select to quadhelix_introspection using (true)`]),
  ...names('alliance').map((name): [string, string] => [`not null of ${name}`, `alter table ${name} drop constraint if exists ${name}_pkey cascade; alter table ${name} alter tenant_id drop not null`]),
  ...names('alliance').map((name): [string, string] => [`a unique key of ${name}`, `alter table ${name} add column loose uuid; create unique index loose on only ${name} (loose${name in PARTITIONED_BY ? `, ${PARTITIONED_BY[name] ?? ''}` : ''})`]),
  ...names('alliance').map((name): [string, string] => [`the primary key of ${name}`, `alter table ${name} drop constraint ${name}_pkey cascade`]),
  ...Object.keys(tableClasses).filter((name) => name !== 'schema_migrations').map((name): [string, string] => [`the grants of ${name}`, `grant truncate on ${name} to quadhelix_app`]),
  ...guarded.map((name): [string, string] => [`the owner of ${name}`, `alter table ${name} owner to quadhelix_migrator`]),
  ['a foreign key', 'alter table seats add constraint loose foreign key (id) references loose (id)'],
  ['the class of a new table', 'create table newcomer (id uuid)'],
  ['a partition', 'grant select on events_other to quadhelix_app'],
  ['search_path of a definer', 'alter function enter(bytea, text, uuid, timestamptz) reset search_path'],
  ['the owner of a definer', 'alter function enter(bytea, text, uuid, timestamptz) owner to quadhelix_registry'],
  ['the list of definers', `create function more() returns int language sql security definer set search_path = '' as 'select 1'`],
  ['the callers of a definer', 'grant execute on function enter(bytea, text, uuid, timestamptz) to public'],
  ['the callers of a function', 'revoke execute on function open_alliances(timestamptz) from quadhelix_app'],
  ['the rights of a view', 'create view peek as select * from people'],
  ['the precision of instants', 'alter table memberships alter created_at type timestamptz'],
  ['column grants', 'grant update (name) on people to quadhelix_app'],
];

describe('the catalogue', () => {
  let copy: DatabaseCopy;
  let client: pg.Client;
  beforeAll(async () => {
    copy = await copyDatabase();
    client = new pg.Client({ connectionString: copy.url('postgres') });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await copy.drop();
  });

  it('keeps the rules of every class', async () => {
    expect(faults(await readCatalogue(client))).toEqual([]);
  });

  it.each(removals)('goes red without %s', async (_name, statement) => {
    await client.query('begin');
    try {
      if (statement.includes('references loose')) await client.query('alter table memberships add constraint loose unique (id)');
      await client.query(statement.replace('references loose', 'references memberships'));
      expect(faults(await readCatalogue(client))).not.toEqual([]);
    } finally {
      await client.query('rollback');
    }
  });

  describe('a table of a reader', () => {
    const classes: Record<string, TableRule> = { ...tableClasses, trial_items: { class: 'reader', app: 'SELECT', definers: { quadhelix_ledger: 'ALL' }, readerSetting: 'current_person()' } };
    const made = `create table trial_items (person_id uuid, id uuid, primary key (person_id, id));
      alter table trial_items owner to quadhelix_owner; alter table trial_items enable row level security; alter table trial_items force row level security;
      create policy reader on trial_items for select to quadhelix_app using (person_id = (select current_person()));
      create policy writer on trial_items to quadhelix_ledger using (true) with check (true); grant select on trial_items to quadhelix_app`;
    it.each([
      ['nothing', 'select 1', 0],
      ['row-level security', 'alter table trial_items disable row level security', 1],
      ['its force', 'alter table trial_items no force row level security', 1],
      ['its key', 'alter policy reader on trial_items using (true)', 1],
      ['its policy', 'drop policy reader on trial_items', 1],
      ['exclusiveness', 'create policy more on trial_items for select to quadhelix_app using (true)', 1],
      ['its grants', 'grant insert on trial_items to quadhelix_app', 1],
      ['its owner', 'alter table trial_items owner to quadhelix_migrator', 1],
      ['its writer', 'drop policy writer on trial_items', 1],
    ])('without %s has as many faults as that', async (_name, statement, count) => {
      await client.query('begin');
      try {
        await client.query(made);
        await client.query(statement);
        expect(faults(await readCatalogue(client), classes)).toHaveLength(count);
      } finally {
        await client.query('rollback');
      }
    });
  });
});
