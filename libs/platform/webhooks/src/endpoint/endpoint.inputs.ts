import { Field, InputType, Int } from 'type-graphql';
import { ArrayMaxSize, ArrayMinSize, IsInt, IsOptional, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { IdField } from '@quadhelix/graphql';
import { ENDPOINT_STATES, type EndpointState } from './endpoint.states.js';
import { EndpointStateEnum } from './endpoint.type.js';

const EVENT_TYPE = /^[a-z][A-Za-z]{0,59}\.[a-z][A-Za-z]{0,59}$/;
const WEEK = 7 * 24 * 60;

@InputType({ description: 'Which endpoints a list shows; what is left out does not limit it.' })
export class WebhookEndpointFilter {
  @Field(() => String, { nullable: true, description: 'Only of this app.' })
  @IsOptional()
  @Length(1, 100)
  clientId?: string | null;
  @Field(() => [EndpointStateEnum], { nullable: true, description: 'Only in one of these states; all but DELETED where left out.' })
  @IsOptional()
  @ArrayMaxSize(ENDPOINT_STATES.length)
  states?: EndpointState[] | null;
}

@InputType({ description: 'A new endpoint.' })
export class WebhookEndpointCreateInput {
  @Field({ description: 'Client id of an app of the organization you act for, to which this alliance has consented.' })
  @Length(1, 100)
  clientId!: string;
  @Field({ description: 'Address to call: https, public, port 443 or 8443. Use another one for each alliance: the message does not name it.' })
  @Length(1, 2000)
  url!: string;
  @Field(() => [String], { description: 'Types of events to be told of, at most 100; see webhookEventTypes.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @Matches(EVENT_TYPE, { each: true, message: 'event types look like timesheet.submitted' })
  eventTypes!: string[];
  @Field(() => String, { nullable: true, description: 'What it is for, at most 200 characters.' })
  @IsOptional()
  @MaxLength(200)
  description?: string | null;
}

@InputType({ description: 'A change to an endpoint; what is left out stays.' })
export class WebhookEndpointUpdateInput {
  @IdField('WebhookEndpoint', { description: 'Which.' })
  id!: string;
  @Field(() => Int, { description: 'The version that you read.' })
  @IsInt()
  version!: number;
  @Field(() => String, { nullable: true, description: 'Address to call.' })
  @IsOptional()
  @Length(1, 2000)
  url?: string | null;
  @Field(() => [String], { nullable: true, description: 'All types of events to be told of.' })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @Matches(EVENT_TYPE, { each: true, message: 'event types look like timesheet.submitted' })
  eventTypes?: string[] | null;
  @Field(() => String, { nullable: true, description: 'What it is for; an empty text removes it.' })
  @IsOptional()
  @MaxLength(200)
  description?: string | null;
}

@InputType({ description: 'An endpoint.' })
export class WebhookEndpointInput {
  @IdField('WebhookEndpoint', { description: 'Which.' })
  id!: string;
}

@InputType({ description: 'An endpoint that is switched off.' })
export class WebhookEndpointDisableInput {
  @IdField('WebhookEndpoint', { description: 'Which.' })
  id!: string;
  @Field(() => String, { nullable: true, description: 'Why, for the record.' })
  @IsOptional()
  @Length(1, 500)
  reason?: string | null;
}

@InputType({ description: 'A new secret for an endpoint.' })
export class WebhookEndpointRotateSecretInput {
  @IdField('WebhookEndpoint', { description: 'Which.' })
  id!: string;
  @Field(() => Int, { nullable: true, description: 'For how many minutes messages are signed with the old secret too: 0 (at once, where it leaked) to 10,080 (a week). A day where left out.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(WEEK)
  overlapMinutes?: number | null;
}
