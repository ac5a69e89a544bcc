import type { Scope } from '@quadhelix/database';
import type { Changed, Projection } from './projections.js';

/** Subjects read and written at once. */
const PAGE = 500;

/** A kind of things that a slice registers, as far as keeping something about its subjects goes. */
export interface SubjectKind {
  readonly type: string;
  /** Other types whose change may change it. */
  readonly of: readonly string[];
  /** Further subjects of `type` that depend on something changed. */
  touched(scope: Scope, changed: Changed): Promise<readonly string[]>;
  /** A page of all subjects in the alliance in the order of their ids. */
  after(scope: Scope, subjectId: string | null, limit: number): Promise<readonly string[]>;
}

/** What is kept about subjects. */
export interface KeptBySubject {
  /** Puts what these subjects (not too many) give now in the place of what they gave. */
  replace(scope: Scope, subjectIds: readonly string[]): Promise<void>;
  /** Removes what is kept about subjects between two ids (without the first, with the last; null is no bound) that are not among those that exist. */
  removeBetween(scope: Scope, after: string | null, until: string | null, existing: readonly string[]): Promise<void>;
}

/** A projection that keeps something about each subject of a kind, and can make it anew page by page. */
export function subjectProjection(name: string, kind: SubjectKind, kept: KeptBySubject): Projection {
  return {
    name,
    of: [kind.type, ...kind.of],
    async refresh(scope, changed) {
      const subjectIds = [...new Set([...(changed[kind.type] ?? []), ...(await kind.touched(scope, changed))])];
      for (let from = 0; from < subjectIds.length; from += PAGE) await kept.replace(scope, subjectIds.slice(from, from + PAGE));
    },
    async rebuild(scope, after) {
      const subjectIds = await kind.after(scope, after, PAGE);
      const next = subjectIds.length < PAGE ? null : (subjectIds.at(-1) ?? null);
      await kept.removeBetween(scope, after, next, subjectIds);
      if (subjectIds.length > 0) await kept.replace(scope, subjectIds);
      return next;
    },
  };
}
