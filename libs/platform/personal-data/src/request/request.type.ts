import { IsOptional, Length } from 'class-validator';
import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Language } from '@quadhelix/access';
import { DocumentLanguageEnum } from '@quadhelix/documents';
import { Bounded, connectionOf, IdField, Instant, LocalDate, Node, Personal, type Ref } from '@quadhelix/graphql';
import type { RequestKind, RequestState } from './request.states.js';

export const RequestKindEnum = { EXPORT: 'EXPORT', CORRECTION: 'CORRECTION', CONSENT_WITHDRAWAL: 'CONSENT_WITHDRAWAL', ERASURE: 'ERASURE' } as const;
registerEnumType(RequestKindEnum, {
  name: 'PersonalDataRequestKind', description: 'A right of a person over his data.',
  valuesConfig: {
    EXPORT: { description: 'Everything that the alliance holds about him (PIPL article 45).' }, CORRECTION: { description: 'A fact put right (article 46).' },
    CONSENT_WITHDRAWAL: { description: 'What rests on his consent ends (article 15).' }, ERASURE: { description: 'What identifies him is removed (article 47).' },
  },
});

export const RequestStateEnum = { REQUESTED: 'REQUESTED', GRANTED: 'GRANTED', DONE: 'DONE', REFUSED: 'REFUSED', FAILED: 'FAILED', CANCELLED: 'CANCELLED' } as const;
registerEnumType(RequestStateEnum, {
  name: 'PersonalDataRequestState', description: 'Where a request stands.',
  valuesConfig: {
    REQUESTED: { description: 'Waits for the decision of the holder.' }, GRANTED: { description: 'Granted; the worker carries it out.' }, DONE: { description: 'Carried out.' },
    REFUSED: { description: 'Refused, with reason and law.' }, FAILED: { description: 'Could not be carried out; ask again.' }, CANCELLED: { description: 'Taken back by who asked.' },
  },
});

@ObjectType('PersonalDataResult', { description: 'How many records of one kind a request concerned.' })
export class ResultType {
  @Field({ description: 'Kind of data, see personalDataKinds.' })
  kind!: string;
  @Field(() => Int, { description: 'Records given out, changed or erased.' })
  records!: number;
}

@ObjectType('PersonalDataRequest', { implements: Node, description: 'What a person asked for about his own data, and what became of it (个人信息请求).' })
export class RequestType extends Node {
  @Field(() => RequestKindEnum, { description: 'Which right.' })
  kind!: RequestKind;
  @Field(() => RequestStateEnum, { description: 'Where it stands.' })
  state!: RequestState;
  @Personal('ALL_APPS')
  @Field(() => String, { nullable: true, description: 'His own words; null once he is erased.' })
  statement!: string | null;
  @Field(() => String, { nullable: true, description: 'Fact to correct.' })
  field!: string | null;
  @Personal('ALL_APPS')
  @Field(() => String, { nullable: true, description: 'Value that he says is right; null once he is erased.' })
  wanted!: string | null;
  @Field(() => LocalDate, { description: 'Day by which it has to be decided and done.' })
  dueOn!: string;
  @Field(() => Instant, { nullable: true, description: 'When it was decided.' })
  decidedAt!: Date | null;
  @Personal('ALL_APPS')
  @Field(() => String, { nullable: true, description: 'Why it was decided so.' })
  decisionReason!: string | null;
  @Field(() => String, { nullable: true, description: 'The law that obliges to refuse.' })
  law!: string | null;
  @Field(() => Instant, { nullable: true, description: 'When it was carried out.' })
  doneAt!: Date | null;
  @Field(() => Instant, { description: 'When it was asked for.' })
  createdAt!: Date;
}

export const RequestConnection = connectionOf(RequestType, 'PersonalDataRequest');

@ObjectType({ description: 'A request after a change.' })
export class PersonalDataRequestPayload {
  @Field(() => RequestType, { description: 'The request.' })
  request!: Ref<RequestType>;
}

@ObjectType('PersonalDataKind', { description: 'A kind of personal data that this alliance holds.' })
export class PersonalDataKindType {
  @Field({ description: 'Name, as in exports.' })
  name!: string;
  @Field({ description: 'Title.' })
  title!: string;
  @Field({ description: 'Why it is held, and until when.' })
  purpose!: string;
  @Bounded('a kind offers a handful')
  @Field(() => [String], { description: 'Facts of it that can be corrected by request.' })
  corrections!: string[];
}

@InputType({ description: 'A fact about yourself that is wrong.' })
export class PersonalDataCorrectInput {
  @Field({ description: 'Fact, see personalDataKinds.' })
  @Length(1, 60)
  field!: string;
  @Field({ description: 'What is right.' })
  @Length(1, 200)
  value!: string;
  @Field(() => String, { nullable: true, description: 'Why, in your own words.' })
  @IsOptional()
  @Length(0, 2000)
  statement?: string | null;
}

@InputType({ description: 'How you want a copy of what is held about you.' })
export class PersonalDataExportInput {
  @Field(() => DocumentLanguageEnum, { nullable: true, description: 'Language of the summary; that of Accept-Language unless told.' })
  language?: Language | null;
}

@InputType({ description: 'A withdrawal of consent.' })
export class PersonalDataWithdrawConsentInput {
  @Field(() => String, { nullable: true, description: 'What you want to say to it, in your own words.' })
  @IsOptional()
  @Length(0, 2000)
  statement?: string | null;
}

@InputType({ description: 'A wish to be erased.' })
export class PersonalDataEraseInput {
  @Field(() => String, { nullable: true, description: 'What you want to say to it, in your own words.' })
  @IsOptional()
  @Length(0, 2000)
  statement?: string | null;
}

@InputType({ description: 'A request to take back.' })
export class PersonalDataRequestCancelInput {
  @IdField('PersonalDataRequest', { description: 'The request.' })
  id!: string;
}

@InputType({ description: 'A request to grant.' })
export class PersonalDataRequestGrantInput {
  @IdField('PersonalDataRequest', { description: 'The request.' })
  id!: string;
  @Field(() => String, { nullable: true, description: 'What you want to say to it.' })
  @IsOptional()
  @Length(0, 2000)
  reason?: string | null;
}

@InputType({ description: 'A request to refuse.' })
export class PersonalDataRequestRefuseInput {
  @IdField('PersonalDataRequest', { description: 'The request.' })
  id!: string;
  @Field({ description: 'Why. Told to the person.' })
  @Length(5, 2000)
  reason!: string;
  @Field({ description: 'The law that obliges to keep or to refuse, with its article.' })
  @Length(3, 200)
  law!: string;
}
