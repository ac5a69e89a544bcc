import type { BilingualText, Role } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';

/** A person, or whoever holds one of the roles for an organization. */
export type Recipients = { readonly personId: string } | { readonly organizationId: string; readonly roles: readonly Role[] };

/** What somebody is to be told. */
export interface Notice {
  readonly to: readonly Recipients[];
  readonly title: BilingualText;
  /** Plain text, without personal data of third people; what may be known is behind the subject. */
  readonly text: BilingualText;
  /** The Node that it is about. */
  readonly subjectType: string;
  readonly subjectId: string;
}

/** Which event somebody is told of. A slice registers one for each. */
export interface NoticeKind {
  /** Unique and stable, `<noun>.<what>`: what preferences name. */
  readonly name: string;
  readonly title: BilingualText;
  /** Type of the event. */
  readonly event: string;
  /** At once, or with the next digest, unless the reader wants it otherwise. */
  readonly by: 'AT_ONCE' | 'DIGEST';
  notices(scope: Scope, event: { readonly id: string; readonly subjectId: string; readonly payload: Readonly<Record<string, unknown>>; readonly at: Date }): Promise<readonly Notice[]>;
}

/** The kinds of all slices. */
export class NoticeKinds {
  constructor(readonly all: readonly NoticeKind[]) {}
}
