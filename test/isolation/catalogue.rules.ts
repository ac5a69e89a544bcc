import type { Catalogue, CatalogueTable } from './catalogue.js';
import { definerFunctions, tableClasses, type TableRule } from './table-classes.js';

/** The one expression of the wall, as PostgreSQL prints it. */
export const WALL = `(tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))`;

type Rule = (table: CatalogueTable, rule: TableRule) => string | null;
const because = (broken: boolean, text: string): string | null => (broken ? text : null);
const forApp = (table: CatalogueTable): CatalogueTable['policies'] => table.policies.filter(({ roles }) => roles.includes('public') || roles.includes('quadhelix_app'));

const every: Rule[] = [
  (table) => because(table.owner !== 'quadhelix_owner', 'belongs to another role than quadhelix_owner'),
  (table, rule) => because(table.app !== rule.app, `the app role may ${table.app || 'nothing'}, but should ${rule.app || 'nothing'}`),
  // What JavaScript reads is in milliseconds: a cursor made of it would skip or repeat rows that differ by less.
  (table) => because(table.fineInstants.length > 0, `${table.fineInstants.join()} keeps more than the milliseconds that a cursor holds`),
  (table) => because(table.publicGrants, 'has grants to everybody or on single columns'),
];

const guarded: Rule[] = [
  (table) => because(!table.rls, 'row-level security is not enabled'),
  (table) => because(!table.forced, 'row-level security is not forced'),
  (table, rule) => {
    const found = table.policies.filter(({ roles }) => !roles.includes('public') && !roles.includes('quadhelix_app')).map(({ roles, command }) => `${roles.join('+')}:${command}`).sort();
    const wanted = Object.entries(rule.definers ?? {}).map(([role, command]) => `${role}:${command}`).sort();
    return because(found.join() !== wanted.join(), `definer policies are ${found.join()}, but should be ${wanted.join()}`);
  },
];

const byClass: Record<TableRule['class'], Rule[]> = {
  alliance: [
    ...guarded,
    (table) => because(!table.tenantColumn, 'has no column tenant_id uuid not null'),
    (table) => because(table.primaryKey?.[0] !== 'tenant_id', 'the primary key does not start with tenant_id'),
    (table) => because(table.uniqueStarts.some(({ first }) => first !== 'tenant_id'), 'a unique key does not start with tenant_id'),
    (table) => because(table.foreignKeys.some(({ target, columns }) => tableClasses[target]?.class === 'alliance' && columns[0] !== 'tenant_id'), 'a foreign key does not start with tenant_id'),
    (table) => {
      const [policy, ...others] = forApp(table);
      return because(others.length > 0 || policy?.command !== 'ALL' || policy.using !== WALL || policy.check !== WALL, 'the wall is not exactly one policy for reading and writing');
    },
  ],
  global: [
    ...guarded,
    (table, rule) => {
      const policies = forApp(table);
      const wanted = rule.app === '' ? 0 : 1;
      return because(policies.length !== wanted || policies.some(({ command, using }) => command !== 'SELECT' || using === 'true'), 'the app role does not see exactly by membership');
    },
  ],
  reader: [
    ...guarded,
    (table, rule) => because(!forApp(table).every(({ using }) => using?.includes(rule.readerSetting ?? '?')) || forApp(table).length === 0, 'is not keyed by its reader'),
  ],
  platform: [],
};

/** Everything that is wrong, one line each; empty where the catalogue keeps its rules. */
export function faults(catalogue: Catalogue, classes: Readonly<Record<string, TableRule>> = tableClasses): string[] {
  const found: string[] = [];
  for (const table of catalogue.tables) {
    if (table.partition) {
      if (table.app !== '' || table.publicGrants) found.push(`${table.name}: a partition is open by itself`);
      continue;
    }
    const rule = classes[table.name];
    if (!rule) {
      found.push(`${table.name}: belongs to no class`);
      continue;
    }
    if (table.name === 'schema_migrations') continue;
    for (const check of [...every, ...byClass[rule.class]]) {
      const fault = check(table, rule);
      if (fault !== null) found.push(`${table.name}: ${fault}`);
    }
  }
  for (const name of Object.keys(classes)) if (!catalogue.tables.some((table) => table.name === name)) found.push(`${name}: is named but not there`);
  for (const definer of catalogue.definers) {
    const wanted = definerFunctions[definer.name];
    if (wanted?.owner !== definer.owner) found.push(`${definer.name}(): a definer function of ${definer.owner} that is not listed`);
    if (!definer.searchPath) found.push(`${definer.name}(): search_path is not empty`);
    if (definer.publicMayCall) found.push(`${definer.name}(): everybody may call it`);
    if (wanted && definer.appMayCall !== wanted.app) found.push(`${definer.name}(): the app role ${definer.appMayCall ? 'may' : 'may not'} call it`);
  }
  for (const view of catalogue.mightyViews) found.push(`${view}: a view that reads with its owner's rights`);
  return found;
}
