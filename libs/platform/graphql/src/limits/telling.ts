import type { GraphQLRequestContext } from '@apollo/server';
import type { GraphqlContext } from '../context.js';
import { secondsToFull } from './rate-limit.resolver.js';

type Told = Pick<GraphQLRequestContext<GraphqlContext>, 'contextValue' | 'response'>;

/** Tells in `extensions.cost` and in headers what the operation cost, and where the caller's points stand. `actual`: null where it did not run. */
export function tellCost({ contextValue: { cost, throttle }, response }: Told, actual: number | null): void {
  if (cost === null || response.body?.kind !== 'single') return;
  const { singleResult } = response.body;
  const status = throttle && { maximumAvailable: throttle.maximumAvailable, currentlyAvailable: throttle.currentlyAvailable, restoreRate: throttle.restoreRate };
  singleResult.extensions = { ...singleResult.extensions, cost: { requested: cost, ...(actual === null ? {} : { actual }), ...(status ? { throttleStatus: status } : {}) } };
  if (!throttle) return;
  // draft-ietf-httpapi-ratelimit-headers: quota and window of the policy, what remains, and seconds until all is restored.
  response.http.headers.set('ratelimit-policy', `"points";q=${String(throttle.maximumAvailable)};w=${String(Math.ceil(throttle.maximumAvailable / throttle.restoreRate))}`);
  response.http.headers.set('ratelimit', `"points";r=${String(Math.max(0, throttle.currentlyAvailable))};t=${String(secondsToFull(throttle))}`);
}
