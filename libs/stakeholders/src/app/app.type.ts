import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ArrayMaxSize, ArrayMinSize, IsIn, IsInt, IsOptional, Length, Max, Min, ValidateNested } from 'class-validator';
import { Instant, type Ref } from '@quadhelix/graphql';
import { APP_STATES, type AppState } from './app.js';
import { APP_DOMAINS, SCOPE_VERBS, type AppDomain, type ScopeVerb } from './app.scopes.js';

export const APP_KINDS = ['PUBLIC', 'CONFIDENTIAL'] as const;
export type AppKind = (typeof APP_KINDS)[number];

const enumOf = <T extends string>(values: readonly T[]): Record<T, T> => Object.fromEntries(values.map((value) => [value, value])) as Record<T, T>;
export const AppKindEnum = enumOf(APP_KINDS);
registerEnumType(AppKindEnum, {
  name: 'AppKind', description: 'Can an app keep a secret?',
  valuesConfig: {
    PUBLIC: { description: 'It runs in a browser or on a person\'s device: code and PKCE alone, and always for a person who signs in.' },
    CONFIDENTIAL: { description: 'It runs on a server and keeps a secret: client credentials, and code with PKCE where it has redirect addresses.' },
  },
});
export const AppStateEnum = enumOf(APP_STATES);
registerEnumType(AppStateEnum, {
  name: 'AppState', description: 'Whether an app can be used.',
  valuesConfig: { ENABLED: { description: 'It can, in every alliance that consented.' }, DISABLED: { description: 'Its owner or the operator ended it for good.' } },
});

/** Domains as GraphQL names them: `personal-data` is no name there. */
export const AppDomainEnum = Object.fromEntries(APP_DOMAINS.map((domain) => [domain.toUpperCase().replaceAll('-', '_'), domain])) as Record<string, AppDomain>;
registerEnumType(AppDomainEnum, {
  name: 'AppDomain', description: 'Part of the product that an app may be let into; with its verb it makes OAuth scopes, e.g. apprenticeships:read.',
  valuesConfig: {
    STAKEHOLDERS: { description: 'Alliance, organizations, people without names, memberships, seats.' }, STANDARDS: { description: 'Rule packs, evaluations, violations.' },
    APPRENTICESHIPS: { description: 'Programmes, positions, placements, hours.' }, ACCOUNTABILITY: { description: 'Commitments, evidence, verdicts, scorecards.' },
    IMPORTING: { description: 'Imports.' }, FILES: { description: 'Files.' }, DOCUMENTS: { description: 'Issued documents.' }, NOTIFICATIONS: { description: 'What the person who signed in was told.' },
    READERS: { description: 'Figures, and work that waits for the person who signed in.' }, INTEGRATIONS: { description: 'Webhooks and the change feed.' },
  },
});
export const ScopeVerbEnum = enumOf(SCOPE_VERBS);
registerEnumType(ScopeVerbEnum, {
  name: 'ScopeVerb', description: 'How far an app is let into a domain.',
  valuesConfig: { READ: { description: 'It reads.' }, READ_AND_WRITE: { description: 'It changes things, too, as far as the person or role that it acts for may.' } },
});

@ObjectType('App', { description: 'A program of an organization that uses this API (应用). It gets into an alliance only by that alliance\'s own consent.' })
export class AppType {
  @Field({ description: 'Client id: what it calls itself by when it asks for a token.' })
  clientId!: string;
  @Field({ description: 'Name, as people see it when they are asked.' })
  name!: string;
  @Field({ description: 'What it is for, in the words of its owner.' })
  description!: string;
  @Field(() => String, { nullable: true, description: 'Registered name of the organization that owns it; null for an app of the operator.' })
  ownerName!: string | null;
  @Field(() => AppStateEnum, { description: 'Whether it can be used.' })
  state!: AppState;
  @Field(() => Instant, { description: 'When it was registered.' })
  createdAt!: Date;
  @Field(() => Instant, { nullable: true, description: 'When it was ended.' })
  disabledAt!: Date | null;
  @Field(() => Int, { description: 'Version to send back with a change.' })
  version!: number;
}

@ObjectType({ description: 'Result of a change to an app.' })
export class AppPayload {
  @Field(() => AppType, { description: 'The app after the change.' })
  app!: Ref<AppType>;
}

@ObjectType({ description: 'An app with the secret that it was given.' })
export class AppSecretPayload extends AppPayload {
  @Field(() => String, { nullable: true, description: 'Its secret, shown this once: nobody can read it again. Null for a public app, and in the answer to a request that is sent again under its Idempotency-Key.' })
  clientSecret!: string | null;
}

@InputType({ description: 'A domain that an app asks for.' })
export class AppScopeInput {
  @Field(() => AppDomainEnum, { description: 'Which.' })
  @IsIn(APP_DOMAINS)
  domain!: AppDomain;
  @Field(() => ScopeVerbEnum, { defaultValue: 'READ', description: 'How far; only reading where left out.' })
  @IsIn(SCOPE_VERBS)
  verb!: ScopeVerb;
}

@InputType({ description: 'An app of the organization you act for.' })
export class AppRegisterInput {
  @Field({ description: 'Name, as people see it when they are asked; up to 100 characters.' })
  @Length(1, 100)
  name!: string;
  @Field({ description: 'What it is for: alliances decide by this. Up to 1,000 characters.' })
  @Length(1, 1000)
  description!: string;
  @Field(() => AppKindEnum, { description: 'Can it keep a secret?' })
  @IsIn(APP_KINDS)
  kind!: AppKind;
  @Field(() => [String], { defaultValue: [], description: 'Where people are sent back to after they signed in, compared character by character; at most 10, none for an app that acts for nobody.' })
  @ArrayMaxSize(10)
  @Length(1, 500, { each: true })
  redirectUris!: string[];
  @Field(() => [AppScopeInput], { description: 'The most that it will ever ask for.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(APP_DOMAINS.length)
  @ValidateNested({ each: true })
  scopes!: AppScopeInput[];
}

@InputType({ description: 'Changes to an app of the organization you act for. What is left out stays as it is.' })
export class AppUpdateInput {
  @Field({ description: 'Client id of the app.' })
  @Length(1, 100)
  clientId!: string;
  @Field(() => Int, { description: 'Version that was read.' })
  @IsInt()
  version!: number;
  @Field(() => String, { nullable: true, description: 'Name.' })
  @IsOptional()
  @Length(1, 100)
  name?: string | null;
  @Field(() => String, { nullable: true, description: 'What it is for.' })
  @IsOptional()
  @Length(1, 1000)
  description?: string | null;
  @Field(() => [String], { nullable: true, description: 'All addresses that people are sent back to.' })
  @IsOptional()
  @ArrayMaxSize(10)
  @Length(1, 500, { each: true })
  redirectUris?: string[] | null;
  @Field(() => [AppScopeInput], { nullable: true, description: 'All that it asks for. What is new holds where an alliance consents to it anew; what is gone is gone at the next request.' })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(APP_DOMAINS.length)
  @ValidateNested({ each: true })
  scopes?: AppScopeInput[] | null;
}

@InputType({ description: 'A new secret for a confidential app.' })
export class AppSecretRotateInput {
  @Field({ description: 'Client id of the app.' })
  @Length(1, 100)
  clientId!: string;
  @Field(() => Int, { defaultValue: 24, description: 'For how many hours the old secret is still good, 0 to 720. 0, for one that leaked: at once, and every token of the app ends, too.' })
  @IsInt()
  @Min(0)
  @Max(720)
  overlapHours!: number;
  @Field(() => String, { nullable: true, description: 'Why; for the audit trail.' })
  @IsOptional()
  @Length(1, 500)
  reason?: string | null;
}

@InputType({ description: 'The end of an app.' })
export class AppDisableInput {
  @Field({ description: 'Client id of the app.' })
  @Length(1, 100)
  clientId!: string;
  @Field({ description: 'Why; for the audit trail.' })
  @Length(1, 500)
  reason!: string;
}
