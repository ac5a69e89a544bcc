import type { Action, BilingualText } from '@quadhelix/access';
import type { EntityClass, Scope } from '@quadhelix/database';
import { linkErrors } from './link.errors.js';

/** A line of what a link is about. */
export interface LinkFact {
  readonly label: BilingualText;
  readonly value: BilingualText | string;
}

/** What is shown to who opens a link. All of it goes into the content hash: what somebody decides is what he was shown, or his link no longer works. */
export interface LinkContent {
  readonly facts: readonly LinkFact[];
  /** What he should mind, such as a rule that is broken. */
  readonly warnings?: readonly BilingualText[];
  /** What is not shown and yet must not change between making and using the link, such as who is to decide. */
  readonly bound?: Readonly<Record<string, unknown>>;
}

/** One outcome of the decision. */
export interface LinkChoice {
  /** Stable, e.g. `approve`. */
  readonly name: string;
  readonly label: BilingualText;
  /** The action in the access table that it comes to; the link admits to it on its subject. */
  readonly action: Action;
  /** Must a reason of 1 to 500 characters be given? */
  readonly reason?: boolean;
}

/**
 * One decision that somebody without an account may take by a link. A slice registers each (`links` in its `.slice.ts`) and makes links of it with
 * {@link SingleUseLinks}; the page, the token, its 48 hours, its one use and the audit entry are the platform's.
 */
export interface LinkKind {
  /** Unique over all slices and stored with links, e.g. `timesheet.mentorDecision`: never renamed. */
  readonly name: string;
  /** Type of the Node that it is about. */
  readonly subjectType: string;
  /** Its entity; the row is locked while a link decides on it. */
  readonly entity: EntityClass;
  /** What is asked, e.g. "Approve a week of hours". */
  readonly title: BilingualText;
  /** One to five outcomes of the one decision; using any of them uses the link. */
  readonly choices: readonly LinkChoice[];
  /** What to show now; null where there is nothing left to decide. Reads only; the same whoever asks, since who makes the link and who opens it must get one hash. Shows what the named person may see. */
  content(scope: Scope, subjectId: string): Promise<LinkContent | null>;
  /** Carries out the choice through the slice's own service, which authorizes the choice's action on the subject. May throw a DomainError: then nothing happened and the link still works. */
  decide(scope: Scope, subjectId: string, choice: string, reason: string | null): Promise<void>;
}

/** The kinds of all slices. Made when first asked for: a kind may need services that come into being later. */
export class LinkKinds {
  private known: ReadonlyMap<string, LinkKind> | undefined;

  constructor(private readonly make: () => readonly LinkKind[]) {}

  /** Throws LINK_CONTENT_CHANGED for a kind that no slice has any more. */
  byName(name: string): LinkKind {
    this.known ??= new Map(this.make().map((kind) => [kind.name, kind]));
    const found = this.known.get(name);
    if (!found) throw linkErrors.LINK_CONTENT_CHANGED();
    return found;
  }
}
