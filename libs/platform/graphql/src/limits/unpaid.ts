import ipaddr from 'ipaddr.js';

/** Callers and tokens remembered at most. */
const REMEMBERED = 10_000;

/** Requests that no points were taken for, by caller: counted in memory, so that a flood of them asks the database for nothing. Bounded: who was quiet longest is forgotten first. */
export class Unpaid {
  private readonly spent = new Map<string, { count: number; at: number }>();
  private readonly known = new Set<string>();

  constructor(private readonly perMinute: number, private readonly now: () => Date) {}

  /** A token that was worth something lately answers for itself, whoever else floods from its address; any other for its address. */
  callerOf(tokenHash: Buffer | null, address: string): string {
    const token = tokenHash?.toString('base64url') ?? '';
    return this.known.has(token) ? token : networkOf(address);
  }

  /** Seconds until the caller may ask again; null where he may now. */
  waitOf(caller: string): number | null {
    const count = this.countOf(caller);
    return count < this.perMinute ? null : Math.max(1, Math.ceil(((count - this.perMinute + 1) * 60) / this.perMinute));
  }

  note(caller: string): void {
    const count = this.countOf(caller) + 1;
    this.spent.delete(caller);
    this.spent.set(caller, { count, at: this.now().getTime() });
    if (this.spent.size > REMEMBERED) this.spent.delete(this.spent.keys().next().value ?? '');
  }

  /** Remembers what a token was found to be worth. */
  judge(tokenHash: Buffer, good: boolean): void {
    const token = tokenHash.toString('base64url');
    this.known.delete(token);
    if (good) this.known.add(token);
    if (this.known.size > REMEMBERED) this.known.delete(this.known.keys().next().value ?? '');
  }

  private countOf(caller: string): number {
    const spent = this.spent.get(caller);
    if (!spent) return 0;
    const minutes = Math.max(0, this.now().getTime() - spent.at) / 60_000;
    return Math.max(0, spent.count - minutes * this.perMinute);
  }
}

/** Whoever has one address of IPv6 has a network of 2^64: they count as one. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4' ? parsed.toString() : parsed.toByteArray().slice(0, 8).join('.');
}
