import { platformErrors } from './platform-errors.js';

/** Allowed transitions: verb → the states it may start from and the one it leads to. */
export type Transitions<S extends string, V extends string> = Readonly<Record<V, { readonly from: readonly S[]; readonly to: S }>>;

/** A noun's states and verbs as data, so that every forbidden transition can be tested and the table printed in the docs. */
export interface StateTable<S extends string, V extends string> {
  readonly noun: string;
  readonly states: readonly S[];
  readonly transitions: Transitions<S, V>;
  /** The state that `verb` leads to from `state`; throws STATE_FORBIDS where the table has no such transition. */
  next(state: S, verb: V): S;
}

/** Declares the state table of a noun. */
export function defineStates<S extends string, V extends string>(noun: string, states: readonly S[], transitions: Transitions<S, V>): StateTable<S, V> {
  return {
    noun, states, transitions,
    next(state, verb) {
      const { from, to } = transitions[verb];
      if (!from.includes(state)) throw platformErrors.STATE_FORBIDS({ field: 'id', params: { from: state, possible: from } });
      return to;
    },
  };
}
