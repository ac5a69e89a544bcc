import type { BilingualText } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';

/** Something that an alliance holds about a person, as he is given it. */
export type PersonalRecord = Readonly<Record<string, unknown>>;

/** Personal data of one sort. A slice registers each place where it keeps any. */
export interface PersonalDataKind {
  /** Unique and stable, e.g. `timesheets`: the name of the part in an export. */
  readonly name: string;
  readonly title: BilingualText;
  /** Why it is held, and until when: shown to the person. */
  readonly purpose: BilingualText;
  /** All that the alliance of the scope holds about the person, by pages. */
  export(scope: Scope, personId: string): AsyncIterable<PersonalRecord>;
  /** Replaces what identifies the person by the pseudonym, or removes it; facts that others rely on stay. Answers how many rows it touched. */
  erase(scope: Scope, personId: string, pseudonym: string): Promise<number>;
}

/** The kinds of all slices. */
export class PersonalDataKinds {
  constructor(readonly all: readonly PersonalDataKind[]) {}
}
