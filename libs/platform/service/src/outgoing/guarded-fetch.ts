import { fetch, type RequestInit } from 'undici';
import { guardedAgent, OutgoingRefused, type GuardOptions } from './guarded-agent.js';
import { outgoingUrl } from './outgoing-url.js';

/**
 * `fetch` to places that somebody outside names (discovery and keys of an OpenID provider): the same checks as for webhooks at each call, redirects answered and not followed.
 *
 * @throws OutgoingRefused where the address may not be called
 */
export function guardedFetch(options: GuardOptions): (url: string, init?: RequestInit) => Promise<Response> {
  const dispatcher = guardedAgent(options);
  return async (url, init = {}) => {
    if ('fault' in outgoingUrl(url, options)) throw new OutgoingRefused('ADDRESS_FORBIDDEN');
    try {
      return (await fetch(url, { ...init, redirect: 'manual', dispatcher })) as unknown as Response;
    } catch (error) {
      throw (error as Error).cause instanceof OutgoingRefused ? (error as Error).cause : error;
    }
  };
}
