import { isIP } from 'node:net';
import { mayCall, plainAddress, type OutgoingAllowed } from './address-rules.js';

/** Why an address must not be called. */
export type UrlFault = 'NOT_A_URL' | 'TOO_LONG' | 'SCHEME' | 'USERINFO' | 'FRAGMENT' | 'PORT' | 'HOST' | 'NOTATION' | 'ADDRESS';

const LONGEST = 2000;
/** Ports on which the public internet serves https. */
const PORTS = ['', '443', '8443'];
/** Names that mean something only inside a machine or network. */
const INSIDE = /(^|\.)(localhost|localdomain|local|internal|intranet|lan|home|corp|private|arpa|onion|test|invalid|example)$/;
const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * Looks at an address as somebody wrote it, without asking the network: https to a public name or address, nothing hidden in it. What its name resolves to is
 * looked at when it is called ({@link guardedAgent}).
 */
export function outgoingUrl(text: string, allowed: OutgoingAllowed): { readonly url: URL } | { readonly fault: UrlFault } {
  if (text.length > LONGEST) return { fault: 'TOO_LONG' };
  // WHATWG takes backslashes, tabs and line ends away or for slashes: another parser on the way may read another host.
  if (!/^[\x21-\x7e]+$/.test(text) || text.includes('\\') || !URL.canParse(text)) return { fault: 'NOT_A_URL' };
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { fault: 'SCHEME' };
  if (url.username !== '' || url.password !== '' || writtenAuthority(text).includes('@')) return { fault: 'USERINFO' };
  if (text.includes('#')) return { fault: 'FRAGMENT' };
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const fault = isIP(host) !== 0 ? faultOfAddress(text, host, allowed) : faultOfName(host, allowed);
  if (fault) return { fault };
  // What is let through by now as loopback is allowed to be: any port, and without TLS.
  if (allowed.loopback && isOwnMachine(host)) return { url };
  if (url.protocol !== 'https:') return { fault: 'SCHEME' };
  return PORTS.includes(url.port) ? { url } : { fault: 'PORT' };
}

const isOwnMachine = (host: string): boolean => host === 'localhost' || (isIP(host) !== 0 && (host === '::1' || host.startsWith('127.')));

/** The authority as it was written, before anybody made it canonical. */
const writtenAuthority = (text: string): string => /^[a-z]+:\/*([^/?#]*)/i.exec(text)?.[1] ?? '';

function faultOfAddress(text: string, host: string, allowed: OutgoingAllowed): UrlFault | null {
  const written = writtenAuthority(text).replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1');
  if (plainAddress(written) === null || plainAddress(written) !== plainAddress(host)) return 'NOTATION';
  return mayCall(host, allowed) ? null : 'ADDRESS';
}

function faultOfName(host: string, allowed: OutgoingAllowed): UrlFault | null {
  if (allowed.loopback && host === 'localhost') return null;
  const name = host.replace(/\.$/, '');
  const labels = name.split('.');
  if (labels.length < 2 || name.length > 253 || !labels.every((label) => LABEL.test(label)) || /^\d+$/.test(labels.at(-1) ?? '')) return 'HOST';
  return INSIDE.test(name) ? 'HOST' : null;
}
