import type { Action, Relation } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';

/** In the place of an id: every organization and person of the alliance stands in the relation, so whoever has it by his role finds the thing. */
export const ANYBODY = '*';

/** What can be found of one subject. */
export interface SearchEntry {
  readonly subjectId: string;
  /** What it is called; shown in the results. */
  readonly title: string;
  /**
   * Everything else that it may be found by, separated by spaces. Never an identity number; and, as in the title, nobody's name whom a reader of the thing
   * may not know: a student's name belongs to his own entry.
   */
  readonly text: string;
  /** Who stands in which relation to it, as its `parties()` say. */
  readonly parties: Readonly<Record<Relation, string | null | readonly (string | null)[]>>;
  /** The person whose personal data it is: erased with him. */
  readonly personId: string | null;
}

/** A type of things that search finds. A slice registers one for each of its nouns that people look for. */
export interface SearchKind {
  /** Its GraphQL type, a Node. */
  readonly type: string;
  /** Are its titles names of people? Then no app of somebody else finds it, whoever signed in to it: the title would tell it. */
  readonly namesPeople?: true;
  /** Who may not read it never finds it, by this action of its access table. */
  readonly read: Action;
  /** Types whose change may change an entry; `type` itself always is. */
  readonly of: readonly string[];
  /** Further subjects of this kind that depend on something changed; those that changed themselves are looked at anyway. */
  touched(scope: Scope, changed: Readonly<Record<string, readonly string[]>>): Promise<readonly string[]>;
  /** Entries of these subjects as they are now; what is left out is not found any more. */
  entries(scope: Scope, subjectIds: readonly string[]): Promise<readonly SearchEntry[]>;
  /** A page of all subjects in the alliance in the order of their ids, for building everything anew. */
  after(scope: Scope, subjectId: string | null, limit: number): Promise<readonly string[]>;
}

/** The kinds of all slices. */
export class SearchKinds {
  constructor(readonly all: readonly SearchKind[]) {}
}
