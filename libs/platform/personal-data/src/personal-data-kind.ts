import type { BilingualText } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';

/** Something that an alliance holds about a person, as he is given it. */
export type PersonalRecord = Readonly<Record<string, unknown>>;

/** A fact about a person that he can have corrected. */
export interface Correction {
  /** Unique over all kinds, e.g. `birthDate`. */
  readonly field: string;
  readonly title: BilingualText;
  /** Is this a value that the fact may have? */
  fits(value: string): boolean;
  /** Puts the value in, with an audit entry that commits to both; false where the organization does not hold the fact. */
  apply(scope: Scope, personId: string, organizationId: string, value: string): Promise<boolean>;
}

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
  /** Comes after all other kinds: once it has erased, the person can't be looked up in the alliance any more. */
  readonly erasesLast?: boolean;
  /** Ends at once what is done with his data because he consented to it (article 15); answers how many consents it ended. */
  withdrawConsent?(scope: Scope, personId: string): Promise<number>;
  readonly corrections?: readonly Correction[];
}

/** The kinds of all slices. Made when first asked for: a kind may need services that come into being later. */
export class PersonalDataKinds {
  private made: readonly PersonalDataKind[] | undefined;

  constructor(private readonly make: () => readonly PersonalDataKind[]) {}

  get all(): readonly PersonalDataKind[] {
    return (this.made ??= this.make());
  }

  /** In the order in which a person is erased. */
  get toErase(): readonly PersonalDataKind[] {
    return [...this.all].sort((a, b) => Number(a.erasesLast ?? false) - Number(b.erasesLast ?? false));
  }

  /** The correction of a field; undefined where nobody offers it. */
  correction(field: string): Correction | undefined {
    return this.all.flatMap(({ corrections }) => corrections ?? []).find((each) => each.field === field);
  }
}
