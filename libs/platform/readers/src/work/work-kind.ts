import type { BilingualText, Role } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';

/** Something that waits for somebody. */
export interface WorkItem {
  /** The Node that it is about. */
  readonly subjectType: string;
  readonly subjectId: string;
  /** Which subject of the kind's `type` causes it; left out where that is the subject itself. */
  readonly causeId?: string;
  /** A person; or whoever holds one of the roles for an organization, or for any organization of the alliance where it is null. */
  readonly waitsFor: { readonly personId: string } | { readonly organizationId: string | null; readonly roles: readonly Role[] };
  /** What to do, in a few words. Never a minor's name. */
  readonly title: BilingualText;
  readonly since: Date;
  /** Local date by which it should be done. */
  readonly dueOn: string | null;
}

/** A kind of waiting work. A slice registers one for each thing that somebody has to do. */
export interface WorkKind {
  /** Unique and stable, `<noun>.<verb>`: the step that is waited for. */
  readonly name: string;
  /** Type of the subjects that cause it. */
  readonly type: string;
  /** Other types whose change may change it. */
  readonly of: readonly string[];
  /** Further subjects of `type` that depend on something changed; those that changed themselves are looked at anyway. */
  touched(scope: Scope, changed: Readonly<Record<string, readonly string[]>>): Promise<readonly string[]>;
  /** All that waits because of these subjects now; what is left out waits no more. */
  items(scope: Scope, subjectIds: readonly string[]): Promise<readonly WorkItem[]>;
  /** A page of all subjects in the alliance in the order of their ids, for building everything anew. */
  after(scope: Scope, subjectId: string | null, limit: number): Promise<readonly string[]>;
}

/** The kinds of all slices. */
export class WorkKinds {
  constructor(readonly all: readonly WorkKind[]) {}
}
