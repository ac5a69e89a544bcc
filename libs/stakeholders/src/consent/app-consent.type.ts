import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { ArrayMaxSize, ArrayMinSize, IsOptional, Length, Matches } from 'class-validator';
import { Bounded, connectionOf, IdField, Instant, Node, type Ref } from '@quadhelix/graphql';
import { APP_CONSENT_STATES, type AppConsentState } from './app-consent.entity.js';

export const AppConsentStateEnum = Object.fromEntries(APP_CONSENT_STATES.map((state) => [state, state])) as Record<AppConsentState, AppConsentState>;
registerEnumType(AppConsentStateEnum, {
  name: 'AppConsentState', description: 'Whether an app is let in.',
  valuesConfig: { GRANTED: { description: 'It is, with the scopes that are allowed.' }, WITHDRAWN: { description: 'It was, and is not any more.' } },
});

@ObjectType('AppConsent', { implements: Node, description: "This alliance's consent to an app." })
export class AppConsentType extends Node {
  @Field({ description: 'Client id of the app.' })
  clientId!: string;
  @Field(() => AppConsentStateEnum, { description: 'Does it hold?' })
  state!: AppConsentState;
  @Bounded('at most 50 scopes')
  @Field(() => [String], { description: 'Scopes that the alliance allows.' })
  scopes!: string[];
  @Field(() => Instant, { description: 'When it was granted.' })
  grantedAt!: Date;
  @Field(() => String, { nullable: true, description: 'Why, where somebody said.' })
  grantedReason!: string | null;
  @Field(() => Instant, { nullable: true, description: 'When it was withdrawn; null while it holds.' })
  withdrawnAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'Why, where somebody said.' })
  withdrawnReason!: string | null;
}

export const AppConsentConnection = connectionOf(AppConsentType, 'AppConsent');

@ObjectType({ description: 'Result of a change to a consent.' })
export class AppConsentPayload {
  @Field(() => AppConsentType, { description: 'The consent after the change.' })
  appConsent!: Ref<AppConsentType>;
}

@InputType({ description: 'Consent to an app.' })
export class AppConsentGrantInput {
  @Field({ description: 'Client id of the app.' })
  @Length(1, 100)
  clientId!: string;
  @Field(() => [String], { description: 'Scopes to allow, e.g. apprenticeships:read; at most 50, and none that the app does not ask for. They replace what was allowed before.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @Matches(/^[a-z-]+:(read|write)$/, { each: true, message: 'scopes look like apprenticeships:read' })
  scopes!: string[];
  @Field(() => String, { nullable: true, description: 'Why; the alliance reads it.' })
  @IsOptional()
  @Length(1, 500)
  reason?: string | null;
}

@InputType({ description: 'Withdrawal of a consent.' })
export class AppConsentWithdrawInput {
  @IdField('AppConsent', { description: 'The consent.' })
  id!: string;
  @Field(() => String, { nullable: true, description: 'Why; the alliance reads it.' })
  @IsOptional()
  @Length(1, 500)
  reason?: string | null;
}
