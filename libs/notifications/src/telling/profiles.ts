import type { Language } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import type { ChannelKind } from '@quadhelix/mail';
import { DEFAULT_SETTINGS, type Frequency, type TellingSettings } from './telling.rules.js';

export interface ProfileContact {
  readonly id: string;
  readonly channel: ChannelKind;
  readonly address: string;
  readonly verified: boolean;
  readonly codeIssuedAt: Date | null;
}

/** How somebody wants to be told, and where he is reached. */
export class Profile {
  constructor(readonly settings: TellingSettings, private readonly chosen: ReadonlyMap<string, Frequency>, private readonly contacts: readonly ProfileContact[]) {}

  chosenFor(kind: string, channel: ChannelKind): Frequency | undefined {
    return this.chosen.get(`${kind} ${channel}`);
  }

  /** The address that was confirmed last; null where there is none. */
  addressFor(channel: ChannelKind): string | null {
    return this.contacts.find((each) => each.channel === channel && each.verified)?.address ?? null;
  }

  contact(id: string): ProfileContact | null {
    return this.contacts.find((each) => each.id === id) ?? null;
  }

  /** Zone of his local hours. */
  zone(ofAlliance: string): string {
    return this.settings.timeZone ?? ofAlliance;
  }
}

const NOBODY = new Profile(DEFAULT_SETTINGS, new Map(), []);

interface Row extends Record<string, unknown> {
  person_id: string;
  settings: { language: Language; time_zone: string | null; digest_hour: number; digest_weekday: number; quiet_from: number | null; quiet_until: number | null } | null;
  preferences: { kind: string; channel: ChannelKind; frequency: Frequency }[];
  contacts: (Omit<ProfileContact, 'codeIssuedAt'> & { codeIssuedAt: string | null })[];
}

/** Profiles of people to whom the alliance has something to say, in one statement. Who has set nothing gets what is usual. */
export async function profilesOf(scope: Scope, personIds: readonly string[]): Promise<(personId: string) => Profile> {
  const rows = personIds.length === 0 ? [] : await scope.sql<Row>('select * from recipient_profiles($1)', [[...new Set(personIds)]]);
  const profiles = new Map(rows.map(({ person_id, settings: s, preferences, contacts }) => [person_id, new Profile(
    s === null ? DEFAULT_SETTINGS : { language: s.language, timeZone: s.time_zone, digestHour: s.digest_hour, digestWeekday: s.digest_weekday, quietFrom: s.quiet_from, quietUntil: s.quiet_until },
    new Map(preferences.map(({ kind, channel, frequency }) => [`${kind} ${channel}`, frequency])),
    contacts.map((contact) => ({ ...contact, codeIssuedAt: contact.codeIssuedAt === null ? null : new Date(contact.codeIssuedAt) })),
  )]));
  return (personId) => profiles.get(personId) ?? NOBODY;
}
