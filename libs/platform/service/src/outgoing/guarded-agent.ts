import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { mayCall, type OutgoingAllowed } from './address-rules.js';

/** All addresses of a name; throws where there are none. */
export type Lookup = (name: string) => Promise<readonly string[]>;

export interface GuardOptions extends OutgoingAllowed {
  /** Until the connection stands, name and TLS included, in milliseconds. */
  readonly connectTimeout?: number;
  /** Connections to one place at once. */
  readonly connections?: number;
  /** By DNS unless told. */
  readonly lookup?: Lookup;
  /** Certificates to trust beside those of the system: for tests. */
  readonly ca?: string;
}

/** Why no connection was made. `ADDRESS_FORBIDDEN` says nothing of which address it was, so that nobody maps our network by it. */
export class OutgoingRefused extends Error {
  constructor(readonly code: 'ADDRESS_FORBIDDEN' | 'NAME_UNKNOWN') {
    super(code);
    this.name = 'OutgoingRefused';
  }
}

/**
 * Connections to places that somebody outside names. Each one resolves its name once, looks at all addresses that came, and connects to one of those it has looked at:
 * nothing is asked a second time, so no answer of DNS can change in between. One forbidden address among them forbids all. Redirects are not followed by undici's `request`.
 *
 * Look at the address itself with `outgoingUrl` first: it knows about schemes, ports and notations.
 */
export function guardedAgent({ loopback, connectTimeout = 5_000, connections = 8, lookup = byDns, ca }: GuardOptions): Agent {
  const connectTo = buildConnector({ timeout: connectTimeout, allowH2: false, minVersion: 'TLSv1.2', maxCachedSessions: 0, ...(ca === undefined ? {} : { ca }) });
  const addressOf = async (host: string): Promise<string> => {
    const found = isIP(host) !== 0 ? [host] : loopback && host === 'localhost' ? ['127.0.0.1'] : await resolved(lookup, host, connectTimeout);
    const [first] = found;
    if (first === undefined) throw new OutgoingRefused('NAME_UNKNOWN');
    // A name of the outside never leads to this machine, even where the machine itself may be called by its address.
    const allowed = { loopback: loopback && (isIP(host) !== 0 || host === 'localhost') };
    if (!found.every((address) => mayCall(address, allowed))) throw new OutgoingRefused('ADDRESS_FORBIDDEN');
    return found.find((address) => isIP(address) === 4) ?? first;
  };
  return new Agent({
    connections, pipelining: 1, keepAliveTimeout: 4_000, keepAliveMaxTimeout: 10_000, maxHeaderSize: 16_384,
    connect: (options, callback) => {
      const host = options.hostname.replace(/^\[(.*)\]$/, '$1');
      addressOf(host).then(
        // The certificate must be that of the name, not of the address; an address has no name to send.
        (address) => { connectTo({ ...options, hostname: address, ...(options.protocol === 'https:' && isIP(host) === 0 ? { servername: host } : {}) }, callback); },
        (error: unknown) => { callback(error as Error, null); },
      );
    },
  });
}

async function resolved(lookup: Lookup, host: string, within: number): Promise<readonly string[]> {
  let stop: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => { stop = setTimeout(() => { reject(new OutgoingRefused('NAME_UNKNOWN')); }, within); });
  try {
    return await Promise.race([lookup(host), late]);
  } catch {
    throw new OutgoingRefused('NAME_UNKNOWN');
  } finally {
    clearTimeout(stop);
  }
}

/** Asks DNS itself, not the system: no file of hosts is read, and a slow name occupies none of the process's few threads. */
async function byDns(name: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}
