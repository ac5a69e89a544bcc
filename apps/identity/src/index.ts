export { startIdentity } from './start-identity.js';
export type { IdentityOptions, RunningIdentity } from './start-identity.js';
export type { CreatedAccount, NewAccount } from './accounts.js';
export type { NewUpstream } from './upstream/upstreams.js';
export type { GrantType, NewClient, RegisteredClient } from './clients.js';
export { DOMAIN_SCOPES, isForApps, SIGN_IN_SCOPES } from './scopes.js';
