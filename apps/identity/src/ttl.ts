import type { Configuration } from 'oidc-provider';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A chain of rotated refresh tokens ends here, however lively; the person signs in again. */
const REFRESH_CHAIN = 90 * DAY;

/** Lifetimes in seconds. Access tokens may live an hour because each request asks the database whether they still stand. */
export const ttl: Configuration['ttl'] = {
  AuthorizationCode: MINUTE,
  AccessToken: HOUR,
  ClientCredentials: HOUR,
  IdToken: 10 * MINUTE,
  Interaction: 20 * MINUTE,
  Session: 12 * HOUR,
  Grant: REFRESH_CHAIN,
  RefreshToken: (_ctx, token) => Math.max(1, Math.min(14 * DAY, REFRESH_CHAIN - token.totalLifetime())),
};
