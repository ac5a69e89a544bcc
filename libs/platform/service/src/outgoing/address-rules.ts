import ipaddr from 'ipaddr.js';

/** What an operator lets the product call beside the public internet. */
export interface OutgoingAllowed {
  /** http and https to this machine itself, on any port: for tests, and for a sandbox beside its apps. */
  readonly loopback: boolean;
}

/** Where IANA gives out addresses of the public internet (2000::/3); whatever lies outside is special. */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');

/** Public by their number, yet answered by the machine that a cloud runs us on: the services of Azure (168.63.129.16). */
const OF_THE_HOST = [ipaddr.parseCIDR('168.63.129.16/32')];

const isLoopback = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean => address.range() === 'loopback';

/**
 * May this address (IPv4 or IPv6, as a resolver answers it) be called? Only the public internet may: everything that IANA lists as special is refused, and so is
 * IPv6 that carries an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo), because what it leads to is another's to decide.
 */
export function mayCall(address: string, allowed: OutgoingAllowed): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (isLoopback(parsed)) return allowed.loopback;
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 ? !OF_THE_HOST.some((special) => parsed.match(special as [ipaddr.IPv4, number])) : parsed.match(GLOBAL_UNICAST as [ipaddr.IPv6, number]);
}

/** An address in the one notation that everybody reads alike; null where the text is no address or writes it another way (octal, hex, short, a zone). */
export function plainAddress(text: string): string | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return text;
  if (!ipaddr.IPv6.isValid(text) || text.includes('%')) return null;
  return ipaddr.IPv6.parse(text).toString();
}
