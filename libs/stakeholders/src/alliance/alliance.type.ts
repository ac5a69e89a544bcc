import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { ROLES, SECTORS } from '@quadhelix/access';
import { Node } from '@quadhelix/graphql';
import { ALLIANCE_KINDS, type AllianceKind } from './alliance.entity.js';

const enumOf = <T extends string>(values: readonly T[]): Record<T, T> => Object.fromEntries(values.map((value) => [value, value])) as Record<T, T>;

export const AllianceKindEnum = enumOf(ALLIANCE_KINDS);
registerEnumType(AllianceKindEnum, {
  name: 'AllianceKind', description: 'What sort of collaboration space an alliance is.',
  valuesConfig: {
    INDUSTRIAL_COLLEGE: { description: 'A school and enterprises around one industry (产业学院).' },
    CITY_CONSORTIUM: { description: 'A city, its schools and its enterprises (市域产教联合体).' },
    SECTOR_COMMUNITY: { description: 'One sector of industry across regions (行业产教融合共同体).' },
  },
});
export const SectorEnum = enumOf(SECTORS);
registerEnumType(SectorEnum, {
  name: 'Sector', description: 'The four helixes of industry-education integration.',
  valuesConfig: {
    GOVERNMENT: { description: 'A bureau or other public body.' }, INDUSTRY: { description: 'An enterprise.' },
    SCHOOL: { description: 'A vocational school, college or university.' }, SOCIETY: { description: 'An association, institute or committee.' },
  },
});
export const RoleEnum = enumOf(ROLES);
registerEnumType(RoleEnum, {
  name: 'Role', description: 'What a seat, or a consent, makes its holder.',
  valuesConfig: {
    ALLIANCE_ADMIN: { description: 'Runs the alliance: members, seats, consents.' },
    GOVERNMENT_LIAISON: { description: 'Speaks for a bureau and watches who keeps which promise.' },
    GOVERNMENT_AUDITOR: { description: 'Reads for a public body.' },
    INDUSTRY_COORDINATOR: { description: 'Speaks for an enterprise.' },
    INDUSTRY_MENTOR: { description: 'Trains apprentices in an enterprise and approves their weeks.' },
    INDUSTRY_FINANCE: { description: 'Handles money of an enterprise.' },
    SCHOOL_COORDINATOR: { description: 'Speaks for a school and manages its apprentices.' },
    SCHOOL_TEACHER: { description: 'Advises apprentices and approves their weeks for the school.' },
    SCHOOL_PROGRAMME_LEAD: { description: 'Answers for a programme.' },
    SOCIETY_OBSERVER: { description: 'Reads for an association or committee.' },
    SOCIETY_ASSESSOR: { description: 'Verifies for an association or institute.' },
    GUARDIAN: { description: 'Legal guardian of an apprentice.' },
    APPRENTICE: { description: 'Learns in an enterprise.' },
    API_CLIENT: { description: 'An app to which the alliance consented, acting for no person.' },
  },
});

@ObjectType('Alliance', { implements: Node, description: 'A space in which organizations of the four sectors work together. Everything else belongs to exactly one alliance.' })
export class AllianceType extends Node {
  @Field({ description: 'Short name for the header "Quadhelix-Alliance".' })
  slug!: string;
  @Field({ description: 'Name for people.' })
  name!: string;
  @Field(() => AllianceKindEnum, { description: 'What sort of space it is.' })
  kind!: AllianceKind;
  @Field({ description: 'Region (GB/T 2260 code).' })
  regionCode!: string;
  @Field({ description: 'IANA time zone of its local dates.' })
  timeZone!: string;
}

