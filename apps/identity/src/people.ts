import type { Pool } from 'pg';
import type { ChannelKind, MessageChannel } from '@quadhelix/mail';
import type { Clock, Logger } from '@quadhelix/service';
import type Provider from 'oidc-provider';
import { accountRoutes } from './account/account.routes.js';
import { activationPages } from './activation/activation.pages.js';
import { interactions } from './interactions.js';
import { Courier } from './messages/courier.js';
import { SecurityNotices } from './messages/security-notices.js';
import type { Passwords } from './passwords.js';
import { personPages } from './person-pages.js';
import { PhoneCodes } from './phone/phone-codes.js';
import { SecondFactors } from './second-factor/second-factors.js';
import { SecondStep } from './second-factor/second-step.js';
import { deriveKey } from './sealing.js';
import { SignIn } from './sign-in.js';
import { DeviceCookie } from './sign-ins/device.js';
import { personSteps } from './sign-ins/person-steps.js';
import type { SignIns } from './sign-ins/sign-ins.js';
import { SlowDown } from './slow-down.js';
import { Invitations } from './tokens/invitations.js';
import { OneTimeTokens } from './tokens/one-time-tokens.js';
import { passwordPages } from './tokens/password-pages.js';
import type { Federation } from './upstream/federation.js';

export interface PeopleOptions {
  readonly provider: Provider;
  readonly pool: Pool;
  readonly secret: string;
  readonly passwords: Passwords;
  readonly signIns: SignIns;
  readonly federation: Federation;
  readonly channels: ReadonlyMap<ChannelKind, MessageChannel>;
  /** Whose holders must have a second factor. */
  readonly secondFactorRoles: readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** All that meets people: the pages of a sign-in and those of an account, put together. */
export function people({ provider, pool, secret, passwords, signIns, federation, channels, secondFactorRoles, clock, logger }: PeopleOptions) {
  const { issuer } = provider;
  const secure = issuer.startsWith('https:');
  const courier = new Courier(channels, clock, logger);
  const byPhone = courier.offers('SMS');
  const notices = new SecurityNotices(pool, courier);
  const signIn = new SignIn(pool, passwords, clock);
  const devices = new DeviceCookie(deriveKey(secret, 'devices'), secure, clock);
  const factors = new SecondFactors({ pool, key: deriveKey(secret, 'second-factors'), clock, roles: secondFactorRoles });
  const phoneCodes = new PhoneCodes({ pool, key: deriveKey(secret, 'phone-codes'), courier });
  const tokens = new OneTimeTokens(pool);
  const steps = personSteps({
    pool, signIn, factors, secondStep: new SecondStep(factors, clock), phoneCodes, byPhone, federation, devices, key: deriveKey(secret, 'sign-in-steps'), clock, logger, secure,
  });
  const account = accountRoutes({
    provider, pool, key: deriveKey(secret, 'forms'), signIn, signIns, factors, notices, passwords, phoneCodes, byPhone,
    phoneBrake: new SlowDown(clock, { free: 5, maxWaitSeconds: 900, forgetSeconds: 3_600 }), logger,
  });
  const pages = {
    ...passwordPages({ pool, passwords, tokens, courier, notices, issuer, clock, logger }),
    ...activationPages({ pool, passwords, secure, clock, logger }),
  };
  return {
    courier,
    invitations: new Invitations({ pool, tokens, courier, issuer, logger }),
    pages: [federation.pages(provider), interactions({ provider, steps, byPhone, federation, devices, signIns, notices, logger }), personPages({ pages, account, issuer, logger })],
  };
}
