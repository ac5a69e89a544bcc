import { InMemoryWebStorage, UserManager, WebStorageStateStore, type User } from 'oidc-client-ts';
import type { ConsoleSettings } from './settings.js';

/** Somebody who is signed in. Tokens are kept in memory only: a closed page forgets them, and no script of another page finds them. */
export interface Session {
  /** A token that is still valid. */
  token(): Promise<string>;
  readonly name: string;
  signOut(): Promise<void>;
}

const managerOf = ({ issuer, clientId, scopes }: ConsoleSettings): UserManager => new UserManager({
  authority: issuer, client_id: clientId, redirect_uri: `${location.origin}/callback`, post_logout_redirect_uri: `${location.origin}/graphiql`,
  scope: ['openid', 'profile', ...scopes].join(' '), response_type: 'code', automaticSilentRenew: false, loadUserInfo: false,
  userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
  // What has to outlast the way to the provider and back: state and code verifier, no token.
  stateStore: new WebStorageStateStore({ store: sessionStorage }),
});

/** The session, or null while the browser is on its way to the sign-in page. Comes back to the page that it left. */
export async function signIn(settings: ConsoleSettings): Promise<Session | null> {
  const manager = managerOf(settings);
  if (location.pathname !== '/callback') {
    await manager.signinRedirect({ state: `${location.pathname}${location.search}` });
    return null;
  }
  const user = await manager.signinRedirectCallback();
  const back = typeof user.state === 'string' && /^\/(?!\/)/.test(user.state) ? user.state : '/graphiql';
  history.replaceState(null, '', back);
  return sessionOf(manager, user);
}

function sessionOf(manager: UserManager, user: User): Session {
  return {
    name: user.profile.preferred_username ?? '',
    async token() {
      if (user.expired !== true) return user.access_token;
      await manager.signinRedirect({ state: location.pathname });
      throw new Error('expired');
    },
    signOut: () => manager.signoutRedirect({ id_token_hint: user.id_token ?? '' }),
  };
}
