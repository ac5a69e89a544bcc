import { z } from 'zod';
import { LIVE_LIMITS, SERVER_LIMITS, type LiveLimits, type ServerLimits } from '@quadhelix/graphql';
import { loadConfig } from '@quadhelix/service';

const whole = (fallback: number, what: string) => z.coerce.number('is not a number').int('is not a whole number').min(1, 'is below 1').default(fallback).describe(`set it to ${what}, or leave it unset`);

const schema = z.object({
  API_POINTS: whole(SERVER_LIMITS.bucket.maximum, 'the points of a full bucket'),
  API_POINTS_PER_SECOND: whole(SERVER_LIMITS.bucket.perSecond, 'the points that come back each second'),
  API_UNPAID_PER_MINUTE: whole(SERVER_LIMITS.unpaidPerMinute, 'requests a minute from one address without a valid token'),
  API_WAITING: whole(SERVER_LIMITS.waiting, 'the operations that may wait for a connection'),
  API_PATIENCE_MS: whole(SERVER_LIMITS.patience, 'how long an operation waits for a connection, in milliseconds'),
  API_OPERATION_MS: whole(10_000, 'the deadline of an operation in milliseconds'),
  API_BODY_MS: whole(SERVER_LIMITS.bodyTime, 'how long the body of a request may take, in milliseconds'),
  API_HEADER_MS: whole(10_000, 'how long the headers of a request may take, in milliseconds'),
  LIVE_CONNECTIONS: whole(LIVE_LIMITS.connections, 'the sockets that this process keeps open'),
  LIVE_CONNECTIONS_PER_CALLER: whole(LIVE_LIMITS.perCaller, 'the sockets of one account or app'),
  LIVE_SUBSCRIPTIONS: whole(LIVE_LIMITS.subscriptions, 'the subscriptions of one socket'),
  LIVE_INIT_MS: whole(LIVE_LIMITS.init, 'how long a socket may take to say who it is, in milliseconds'),
  LIVE_PING_MS: whole(LIVE_LIMITS.ping, 'the time between pings in milliseconds'),
  LIVE_CHECK_MS: whole(LIVE_LIMITS.check, 'the time between looks whether callers may still be there, in milliseconds; promised are five seconds'),
  LIVE_STALL_MS: whole(LIVE_LIMITS.stall, 'how long a client may leave what was sent to it untaken, in milliseconds'),
  API_TRUSTED_DOCUMENTS_ONLY: z.string().default('').describe('set it to the client ids that may send registered documents only, e.g. console, or leave it unset'),
  API_TRUSTED_PROXIES: z.string().default('').describe('set it to the addresses of the proxies before the api, e.g. 10.0.0.0/8,127.0.0.1, or leave it unset'),
});

export interface ApiLimits {
  readonly limits: ServerLimits;
  readonly liveLimits: LiveLimits;
  /** Proxies whose X-Forwarded-For is believed; none unless told, for anybody can write that header. */
  readonly trustProxy: string[] | false;
  /** Clients that may send registered documents only; none unless told. */
  readonly registeredOnly: readonly string[];
  readonly operationTimeout: number;
  readonly headerTime: number;
}

const listed = (text: string): string[] => text.split(',').map((each) => each.trim()).filter((each) => each !== '');

/** What this process takes on, out of its environment. @throws ConfigError */
export function apiLimits(env: Readonly<Record<string, string | undefined>>, poolSize: number): ApiLimits {
  const config = loadConfig(schema, env);
  const proxies = listed(config.API_TRUSTED_PROXIES);
  return {
    limits: {
      ...SERVER_LIMITS, bucket: { maximum: config.API_POINTS, perSecond: config.API_POINTS_PER_SECOND }, unpaidPerMinute: config.API_UNPAID_PER_MINUTE,
      running: poolSize, waiting: config.API_WAITING, patience: config.API_PATIENCE_MS, bodyTime: config.API_BODY_MS,
    },
    liveLimits: {
      ...LIVE_LIMITS, connections: config.LIVE_CONNECTIONS, perCaller: config.LIVE_CONNECTIONS_PER_CALLER, subscriptions: config.LIVE_SUBSCRIPTIONS,
      init: config.LIVE_INIT_MS, ping: config.LIVE_PING_MS, check: config.LIVE_CHECK_MS, stall: config.LIVE_STALL_MS,
    },
    registeredOnly: listed(config.API_TRUSTED_DOCUMENTS_ONLY), trustProxy: proxies.length > 0 && proxies, operationTimeout: config.API_OPERATION_MS, headerTime: config.API_HEADER_MS,
  };
}
