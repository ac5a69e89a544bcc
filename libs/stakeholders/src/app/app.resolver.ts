import { Injectable } from '@nestjs/common';
import { Arg, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Action, Bounded, InScope, Instant, Public } from '@quadhelix/graphql';
import { Organization } from '../organization/organization.entity.js';
import { OrganizationType } from '../organization/organization.type.js';
import { appAccess } from '../stakeholders.access.js';
import { App, type OwnApp } from './app.js';
import { appNamed, ownApp, ownApps } from './app.queries.js';
import { scopesOf, SIGN_IN_SCOPES } from './app.scopes.js';
import { AppService } from './app.service.js';
import { AppDisableInput, AppKindEnum, AppPayload, AppRegisterInput, AppSecretPayload, AppSecretRotateInput, AppType, AppUpdateInput, type AppKind } from './app.type.js';

/** What only its own organization sees. */
async function ownSide(scope: Scope, app: App): Promise<OwnApp> {
  const refused = scope.refusal(appAccess.readOwn, app);
  const own = refused ? null : await ownApp(scope, app.clientId);
  if (!own) throw scope.refuse(refused ?? platformErrors.FORBIDDEN({ params: { action: appAccess.readOwn.name } }), appAccess.readOwn);
  return own;
}

@Injectable()
@Resolver(() => AppType)
export class AppResolver {
  constructor(private readonly service: AppService) {}

  @Action(appAccess.read)
  @Query(() => AppType, { nullable: true, description: 'The app with this client id: what to know before the alliance consents to it.' })
  async app(@InScope() scope: Scope, @Arg('clientId', { description: 'Its client id, as its owner gave it to you.' }) clientId: string): Promise<App> {
    const app = await appNamed(scope, clientId);
    if (!app) throw platformErrors.NOT_FOUND({ field: 'clientId' });
    return app;
  }

  @Action(appAccess.readOwn)
  @Bounded('at most 50 enabled, 100 with those that were ended')
  @Query(() => [AppType], { description: 'Apps of the organization you act for, in all alliances alike: enabled ones first, newest first, at most 100.' })
  ownApps(@InScope() scope: Scope): Promise<App[]> {
    return ownApps(scope);
  }

  @Public()
  @FieldResolver(() => AppKindEnum, { description: 'Can it keep a secret?' })
  kind(@Root() app: App): AppKind {
    return app.confidential ? 'CONFIDENTIAL' : 'PUBLIC';
  }

  @Public()
  @FieldResolver(() => Boolean, { description: 'Do people sign in to it? Then it can act for them, with no more rights than they have.' })
  actsForPeople(@Root() app: App): boolean {
    return app.grantTypes.includes('authorization_code');
  }

  @Public()
  @FieldResolver(() => Boolean, { description: 'Can it act for nobody, on its own? Then it reads, without anything personal, what the alliance allows.' })
  actsAlone(@Root() app: App): boolean {
    return app.grantTypes.includes('client_credentials');
  }

  @Public()
  @Bounded('as many as scopes exist')
  @FieldResolver(() => [String], { description: 'The most that it asks for, as OAuth scopes.' })
  scopes(@Root() app: App): string[] {
    return app.scopes.filter((scope) => !SIGN_IN_SCOPES.includes(scope));
  }

  @Public()
  @FieldResolver(() => OrganizationType, { nullable: true, description: 'The organization that owns it; null where it is not known in this alliance.' })
  owner(@InScope() scope: Scope, @Root() app: App): Promise<Organization | null> {
    return scope.byId(Organization, app.ownerOrganizationId);
  }

  @Action(appAccess.readOwn)
  @Bounded('at most 10')
  @FieldResolver(() => [String], { nullable: true, description: 'Where people are sent back to; for its owner only.' })
  async redirectUris(@InScope() scope: Scope, @Root() app: App): Promise<string[]> {
    return (await ownSide(scope, app)).redirectUris;
  }

  @Action(appAccess.readOwn)
  @FieldResolver(() => Instant, { nullable: true, description: 'When its secret was last changed; for its owner only, null for never.' })
  async secretRotatedAt(@InScope() scope: Scope, @Root() app: App): Promise<Date | null> {
    return (await ownSide(scope, app)).secretRotatedAt;
  }

  @Action(appAccess.readOwn)
  @FieldResolver(() => Instant, { nullable: true, description: 'Until when the secret before that is good; for its owner only.' })
  async previousSecretUntil(@InScope() scope: Scope, @Root() app: App): Promise<Date | null> {
    return (await ownSide(scope, app)).previousSecretUntil;
  }

  @Action(appAccess.register)
  @Mutation(() => AppSecretPayload, { description: 'Registers an app of the organization you act for. No alliance is open to it until one consents.' })
  async appRegister(@InScope() scope: Scope, @Arg('input', { description: 'The app.' }) input: AppRegisterInput): Promise<AppSecretPayload> {
    const { kind, scopes, ...facts } = input;
    return this.service.register(scope, { ...facts, confidential: kind === 'CONFIDENTIAL', scopes: scopesOf(scopes) }) as Promise<unknown> as Promise<AppSecretPayload>;
  }

  @Action(appAccess.update)
  @Mutation(() => AppPayload, { description: 'Changes an app of the organization you act for.' })
  async appUpdate(@InScope() scope: Scope, @Arg('input', { description: 'What to change.' }) input: AppUpdateInput): Promise<AppPayload> {
    const { clientId, version, scopes, ...change } = input;
    return { app: (await this.service.update(scope, clientId, version, { ...change, scopes: scopes && scopesOf(scopes) })) as unknown as AppType };
  }

  @Action(appAccess.rotateSecret)
  @Mutation(() => AppSecretPayload, { description: 'Gives a confidential app of the organization you act for a new secret.' })
  async appSecretRotate(@InScope() scope: Scope, @Arg('input', { description: 'Which app, and for how long the old one is good.' }) input: AppSecretRotateInput): Promise<AppSecretPayload> {
    return this.service.rotateSecret(scope, input.clientId, input.overlapHours, input.reason ?? null) as Promise<unknown> as Promise<AppSecretPayload>;
  }

  @Action(appAccess.disable)
  @Mutation(() => AppPayload, { description: 'Ends an app of the organization you act for in all alliances at once, for good: its next request fails.' })
  async appDisable(@InScope() scope: Scope, @Arg('input', { description: 'Which app, and why.' }) input: AppDisableInput): Promise<AppPayload> {
    return { app: (await this.service.disable(scope, input.clientId, input.reason)) as unknown as AppType };
  }
}
