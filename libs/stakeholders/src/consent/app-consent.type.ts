import { Field, InputType, ObjectType } from 'type-graphql';
import { ArrayMaxSize, ArrayMinSize, Length, Matches } from 'class-validator';
import { Bounded, connectionOf, IdField, Instant, Node, type Ref } from '@quadhelix/graphql';

@ObjectType('AppConsent', { implements: Node, description: "This alliance's consent to an app." })
export class AppConsentType extends Node {
  @Field({ description: 'Client id of the app.' })
  clientId!: string;
  @Bounded('at most 50 scopes')
  @Field(() => [String], { description: 'Scopes that the alliance allows.' })
  scopes!: string[];
  @Field(() => Instant, { description: 'When it was granted.' })
  grantedAt!: Date;
  @Field(() => Instant, { nullable: true, description: 'When it was withdrawn; null while it holds.' })
  withdrawnAt!: Date | null;
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
  @Field(() => [String], { description: 'Scopes to allow, e.g. apprenticeships:read; at most 50.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @Matches(/^[a-z-]+:(read|write)$/, { each: true, message: 'scopes look like apprenticeships:read' })
  scopes!: string[];
}

@InputType({ description: 'Withdrawal of a consent.' })
export class AppConsentWithdrawInput {
  @IdField('AppConsent', { description: 'The consent.' })
  id!: string;
}
