import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Bounded, connectionOf, Instant, LocalDate, Node } from '@quadhelix/graphql';
import type { MandateLevel } from '@quadhelix/readers';
import type { MandateState } from './mandate.entity.js';

export const MandateLevelEnum = { AGGREGATE: 'AGGREGATE', COMMITMENT: 'COMMITMENT', CASE: 'CASE' } as const;
registerEnumType(MandateLevelEnum, {
  name: 'MandateLevel', description: 'How closely an authority may look. Each level includes the ones before.',
  valuesConfig: {
    AGGREGATE: { description: 'Sums by alliance, region and sector; no organization is named, small numbers of people are not told.' },
    COMMITMENT: { description: 'What each organization promised and kept, by name.' },
    CASE: { description: 'Every figure of each organization, and the single cases behind it by id.' },
  },
});
export const MandateStateEnum = { ACTIVE: 'ACTIVE', SUSPENDED: 'SUSPENDED', REVOKED: 'REVOKED' } as const;
registerEnumType(MandateStateEnum, {
  name: 'MandateState', description: 'Where a mandate stands.',
  valuesConfig: {
    ACTIVE: { description: 'Holds within its period.' }, SUSPENDED: { description: 'Does not hold for the time being.' }, REVOKED: { description: 'Ended for good.' },
  },
});

@ObjectType('Mandate', { implements: Node, description: 'An authority may look at the alliances of some regions. Registered by the operator of the platform.' })
export class MandateType extends Node {
  @Bounded('at most 50 regions')
  @Field(() => [String], { description: 'Regions whose alliances it covers (GB/T 2260 codes).' })
  regions!: string[];
  @Field(() => MandateLevelEnum, { description: 'How closely.' })
  level!: MandateLevel;
  @Field({ description: 'On what legal basis.' })
  legalBasis!: string;
  @Field(() => LocalDate, { description: 'First day.' })
  validFrom!: string;
  @Field(() => LocalDate, { description: 'Last day.' })
  validUntil!: string;
  @Field(() => MandateStateEnum, { description: 'Where it stands.' })
  state!: MandateState;
}
export const MandateConnection = connectionOf(MandateType, 'Mandate');

@ObjectType('MandateRead', { implements: Node, description: 'An authority looked at figures of this alliance under a mandate.' })
export class MandateReadType extends Node {
  @Field(() => Instant, { description: 'When.' })
  at!: Date;
  @Field({ description: 'Name of the authority.' })
  authorityName!: string;
  @Field(() => MandateLevelEnum, { description: 'Level of the mandate.' })
  level!: MandateLevel;
  @Field({ description: 'Legal basis of the mandate.' })
  legalBasis!: string;
  @Field({ description: 'What was read: a field of Query.' })
  field!: string;
}
export const MandateReadConnection = connectionOf(MandateReadType, 'MandateRead');
