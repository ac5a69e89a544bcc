import type { Role } from './actor.js';

/**
 * Through which relation to the subject a role may act. `alliance`: any subject of the alliance.
 * Any other word is a party of the subject (`host`, `school`, `apprentice`, …): it must be the acting organization or the person.
 */
export type Relation = string;

/** Role → relation, or several relations of which one is enough. A role that is not named may not. */
export type Grants = Partial<Record<Role, Relation | readonly Relation[]>>;

/** Ids of the organizations and people that stand in each relation to a subject. True: whoever asks does, as was found out otherwise. */
export interface Subject {
  /** Its row. What has none can't be reached by a link. */
  readonly id?: string;
  parties(): Readonly<Record<Relation, string | null | boolean | readonly (string | null)[]>>;
}

/** One thing that somebody may do to a noun: the unit of the access table. */
export interface Action {
  readonly name: string;
  /** OAuth scope that the token needs. */
  readonly scope: string;
  readonly writes: boolean;
  /** May an organization do it while its membership is only an invitation? */
  readonly whileInvited: boolean;
  /** May an organization do it while its membership is suspended? Reading always, else only what lets it go. */
  readonly whileSuspended: boolean;
  /** May an organization do it over all its alliances, outside any of them? Nothing stands in the relation `alliance` there. */
  readonly acrossAlliances: boolean;
  readonly grants: Readonly<Partial<Record<Role, readonly Relation[]>>>;
  /** The noun's own `read`: a subject that may not even be read is answered as if it were not there. */
  readonly read: Action | null;
}

export interface ActionSpec {
  readonly grants: Grants;
  readonly whileInvited?: boolean;
  readonly whileSuspended?: boolean;
  readonly acrossAlliances?: boolean;
}

export type AccessTable<V extends string> = Readonly<Record<V, Action>>;

const isSpec = (value: Grants | ActionSpec): value is ActionSpec => 'grants' in value;

/**
 * Declares who may do each verb of a noun. Verbs that begin with `read` need the scope `<domain>:read`, all others `<domain>:write`.
 * Pure data: the golden role × action table is printed from it.
 */
export function defineAccess<V extends string>(domain: string, noun: string, verbs: Record<V, Grants | ActionSpec>): AccessTable<V> {
  let read: Action | null = null;
  const order = Object.entries(verbs).sort(([a], [b]) => Number(b === 'read') - Number(a === 'read'));
  const entries = (order as [V, Grants | ActionSpec][]).map(([verb, value]) => {
    const spec = isSpec(value) ? value : { grants: value };
    const writes = !verb.startsWith('read');
    const grants = Object.fromEntries(
      Object.entries(spec.grants).map(([role, relation]) => [role, typeof relation === 'string' ? [relation] : relation]),
    ) as Action['grants'];
    const action: Action = { name: `${noun}.${verb}`, scope: `${domain}:${writes ? 'write' : 'read'}`, writes, whileInvited: spec.whileInvited ?? false, whileSuspended: spec.whileSuspended ?? !writes, acrossAlliances: spec.acrossAlliances ?? false, grants, read };
    if (verb === 'read') read = action;
    return [verb, action];
  });
  return Object.fromEntries(entries) as AccessTable<V>;
}
