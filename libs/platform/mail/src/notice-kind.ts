import type { BilingualText, Role } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';

/**
 * Who is told: a person; whoever holds one of the roles for an organization on the day on which he is told; or whoever holds one of them for any organization.
 * Where nobody holds the roles for the organization, those who speak for it are told. With `personId` beside `organizationId` he is told as long as
 * he holds a seat for it, and after that whoever came after him.
 */
export type Recipients =
  | { readonly personId: string; readonly organizationId?: undefined; readonly roles?: undefined }
  | { readonly organizationId: string; readonly roles: readonly Role[]; readonly personId?: string }
  | { readonly roles: readonly Role[]; readonly organizationId?: undefined; readonly personId?: undefined };

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
  /** Must be told, for the law or for security: nobody can switch it off, and it doesn't wait for the end of quiet hours. */
  readonly mandatory?: boolean;
  /** What is to be told because of the event, as things are now; nothing where it no longer holds (a day that was moved). */
  notices(scope: Scope, event: { readonly id: string; readonly subjectId: string; readonly payload: Readonly<Record<string, unknown>>; readonly at: Date }): Promise<readonly Notice[]>;
}

/** The kinds of all slices. */
export class NoticeKinds {
  constructor(readonly all: readonly NoticeKind[]) {}
}
