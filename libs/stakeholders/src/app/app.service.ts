import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { platformErrors, type Action } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { appAccess } from '../stakeholders.access.js';
import { stakeholderErrors } from '../stakeholders.errors.js';
import { appStates, type App } from './app.js';
import { appAgain, appNamed, ownApp } from './app.queries.js';
import { SIGN_IN_SCOPES } from './app.scopes.js';
import { redirectProblem } from './redirect-uri.js';

/** Enabled apps of one organization. */
const MOST_APPS = 50;

export interface AppFacts {
  name: string;
  description: string;
  confidential: boolean;
  redirectUris: readonly string[];
  /** Scopes of domains. */
  scopes: readonly string[];
}

export interface AppChange {
  name?: string | null;
  description?: string | null;
  redirectUris?: readonly string[] | null;
  scopes?: readonly string[] | null;
}

/** An app and the secret that is shown this once; null for a public one. */
export interface AppWithSecret {
  app: App;
  clientSecret: string | null;
}

@Injectable()
export class AppService {
  /** Registers an app of the organization acted for. Throws REDIRECT_INVALID, REDIRECT_NEEDED, TOO_MANY_APPS. */
  async register(scope: Scope, facts: AppFacts): Promise<AppWithSecret> {
    scope.authorize(appAccess.register, { parties: () => ({ owner: scope.actor.organizationId }) });
    demandRedirects(facts.redirectUris);
    const forPeople = facts.redirectUris.length > 0;
    if (!facts.confidential && !forPeople) throw stakeholderErrors.REDIRECT_NEEDED({ field: 'redirectUris' });
    const [appId, clientSecret] = [scope.newRandomId(), facts.confidential ? this.newSecret(scope) : null];
    const clientId = `app-${appId}`;
    const { name, description, redirectUris } = facts;
    const grantTypes = [...(forPeople ? ['authorization_code', 'refresh_token'] : []), ...(facts.confidential ? ['client_credentials'] : [])];
    const scopes = [...(forPeople ? SIGN_IN_SCOPES : []), ...facts.scopes];
    const made = { clientId, appId, name, description, redirectUris, grantTypes, scopes };
    const [row] = await scope.sql<{ outcome: string }>('select register_app($1, $2, $3) as outcome', [
      JSON.stringify({ ...made, secretHash: clientSecret === null ? null : hashOf(clientSecret) }), MOST_APPS, scope.now]);
    if (row?.outcome === 'TOO_MANY') throw stakeholderErrors.TOO_MANY_APPS({ params: { most: MOST_APPS } });
    if (row?.outcome !== 'REGISTERED') throw platformErrors.FORBIDDEN({ params: { action: appAccess.register.name } });
    scope.audit({ subjectType: 'App', subjectId: appId, changes: { clientId: [null, clientId], name: [null, name], redirectUris: [null, redirectUris], scopes: [null, scopes] } });
    return { app: await this.changed(scope, clientId, 'registered'), clientSecret };
  }

  /** Changes what is given. More scopes need the consent of each alliance anew; fewer hold at the next request. Throws NOT_FOUND, STALE_VERSION, REDIRECT_INVALID, REDIRECT_NEEDED. */
  async update(scope: Scope, clientId: string, version: number, change: AppChange): Promise<App> {
    const app = await this.own(scope, clientId, appAccess.update);
    appStates.next(app.state, 'update');
    const before = await ownApp(scope, clientId);
    const { redirectUris } = change;
    const forPeople = app.grantTypes.includes('authorization_code');
    if (redirectUris) demandRedirects(redirectUris);
    if (redirectUris && forPeople !== redirectUris.length > 0) throw stakeholderErrors.REDIRECT_NEEDED({ field: 'redirectUris' });
    const scopes = change.scopes && [...(forPeople ? SIGN_IN_SCOPES : []), ...change.scopes];
    const [row] = await scope.sql<{ version: number | null }>('select update_own_app($1, $2, $3) as version', [clientId, JSON.stringify({ ...change, scopes }), version]);
    if (!row?.version) throw platformErrors.STALE_VERSION({ field: 'version' });
    const changes = {
      ...(change.name == null ? {} : { name: [app.name, change.name] as const }), ...(change.description == null ? {} : { description: [app.description, change.description] as const }),
      ...(redirectUris ? { redirectUris: [before?.redirectUris, redirectUris] as const } : {}), ...(scopes ? { scopes: [app.scopes, scopes] as const } : {}),
    };
    scope.audit({ subjectType: 'App', subjectId: app.appId, changes });
    return this.changed(scope, clientId, 'updated');
  }

  /** Gives a confidential app another secret. The old one is good for so many hours more; with 0 it ends at once, and so does every token of the app. Throws NOT_FOUND, APP_IS_PUBLIC. */
  async rotateSecret(scope: Scope, clientId: string, overlapHours: number, reason: string | null): Promise<AppWithSecret> {
    const app = await this.own(scope, clientId, appAccess.rotateSecret, reason);
    appStates.next(app.state, 'rotateSecret');
    if (!app.confidential) throw stakeholderErrors.APP_IS_PUBLIC({ field: 'clientId' });
    const before = await ownApp(scope, clientId);
    const clientSecret = this.newSecret(scope);
    await this.demandDone(scope, 'select rotate_own_app_secret($1, $2, $3, $4) as done', [clientId, hashOf(clientSecret), overlapHours, scope.now]);
    scope.audit({ subjectType: 'App', subjectId: app.appId, changes: { secretRotatedAt: [before?.secretRotatedAt ?? null, scope.now], overlapHours: [null, overlapHours] } });
    return { app: await this.changed(scope, clientId, 'secretRotated'), clientSecret };
  }

  /** Ends an app in all alliances: its next request fails, and it cannot be enabled again. Throws NOT_FOUND, STATE_FORBIDS. */
  async disable(scope: Scope, clientId: string, reason: string): Promise<App> {
    const app = await this.own(scope, clientId, appAccess.disable, reason);
    const state = appStates.next(app.state, 'disable');
    await this.demandDone(scope, 'select disable_own_app($1, $2) as done', [clientId, scope.now]);
    scope.audit({ subjectType: 'App', subjectId: app.appId, changes: { state: [app.state, state] } });
    return this.changed(scope, clientId, 'disabled');
  }

  /** An app of another organization answers like one that does not exist. */
  private async own(scope: Scope, clientId: string, action: Action, reason: string | null = null): Promise<App> {
    const app = await appNamed(scope, clientId);
    if (!app || app.ownerOrganizationId === null || app.ownerOrganizationId !== scope.actor.organizationId) throw scope.refuse(platformErrors.NOT_FOUND({ field: 'clientId' }), action);
    scope.authorize(action, app, reason);
    return app;
  }

  private newSecret(scope: Scope): string {
    const secret = randomBytes(32).toString('base64url');
    scope.shownOnce.add(secret);
    return secret;
  }

  /** False where somebody was faster, or the caller does not act through a client of the product. */
  private async demandDone(scope: Scope, statement: string, values: readonly unknown[]): Promise<void> {
    const [row] = await scope.sql<{ done: boolean }>(statement, values);
    if (!row?.done) throw platformErrors.STALE_VERSION({ field: 'clientId' });
  }

  private async changed(scope: Scope, clientId: string, verb: string): Promise<App> {
    const app = await appAgain(scope, clientId);
    if (!app) throw platformErrors.NOT_FOUND({ field: 'clientId' });
    scope.record({ type: `app.${verb}`, subjectType: 'App', subjectId: app.appId, payload: { clientId } });
    return app;
  }
}

function demandRedirects(uris: readonly string[]): void {
  for (const [index, uri] of uris.entries()) {
    const problem = redirectProblem(uri);
    if (problem) throw stakeholderErrors.REDIRECT_INVALID({ field: `redirectUris[${String(index)}]`, params: { problem } });
  }
}

/** As identity keeps it: a secret is random, so a plain hash is enough. */
const hashOf = (secret: string): string => `sha256:${createHash('sha256').update(secret).digest('base64url')}`;
