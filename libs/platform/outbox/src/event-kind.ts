import type { BilingualText } from '@quadhelix/access';

/** A type of event, as third parties read of it: what webhooks may carry and the change feed may name. */
export interface EventKind {
  /** `<noun>.<fact>`; stays for ever, since others branch on it. */
  readonly type: string;
  /** Domain of the OAuth scope that an app needs to hear of it: `<domain>:read`. */
  readonly domain: string;
  /** GraphQL type of what it is about; its id is all that leaves. */
  readonly subjectType: string;
  readonly description: BilingualText;
  /** False where it is nobody's business but that of the person whom it concerns: no app hears of it. */
  readonly offered: boolean;
}

/** Declares the events about one type of subject: fact → what has happened. Type of each: `<noun>.<fact>`, the noun being the subject's type in lower camel case. */
export function defineEvents(
  domain: string, subjectType: string, facts: Readonly<Record<string, BilingualText>>, { offered = true }: { offered?: boolean } = {},
): readonly EventKind[] {
  const noun = subjectType.charAt(0).toLowerCase() + subjectType.slice(1);
  return Object.entries(facts).map(([fact, description]) => ({ type: `${noun}.${fact}`, domain, subjectType, description, offered }));
}

/** The types of events of all slices. */
export class EventKinds {
  private readonly byType: ReadonlyMap<string, EventKind>;

  constructor(readonly all: readonly EventKind[]) {
    this.byType = new Map(all.map((kind) => [kind.type, kind]));
  }

  /** The type where apps may hear of it; null for any other. */
  offered(type: string): EventKind | null {
    const kind = this.byType.get(type);
    return kind?.offered === true ? kind : null;
  }
}

/** OAuth scope that an app needs to hear of an event. */
export const scopeOf = ({ domain }: Pick<EventKind, 'domain'>): string => `${domain}:read`;
