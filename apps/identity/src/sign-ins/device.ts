import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '@quadhelix/service';
import { seal, unseal } from '../sealing.js';

const COOKIE = 'quadhelix_device';
const DAYS = 180;

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger/, 'WeChat'], [/Edg\//, 'Edge'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/OpenHarmony|HarmonyOS/, 'HarmonyOS'], [/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/Linux/, 'Linux'],
];

/** Browser and system as they name themselves: `Firefox · Windows`; never the whole text, which would mark a person. */
export function deviceName(request: Pick<IncomingMessage, 'headers'>): string {
  const agent = request.headers['user-agent'] ?? '';
  const first = (table: typeof BROWSERS): string => table.find(([pattern]) => pattern.test(agent))?.[1] ?? '?';
  return `${first(BROWSERS)} · ${first(SYSTEMS)}`;
}

/** A device on which an account has signed in. */
export interface KnownDevice {
  readonly id: string;
  readonly accountId: string;
}

/**
 * A cookie that says: on this device that account has signed in. It opens nothing; it only lets its owner's attempts be counted apart from those of
 * strangers, who would otherwise lock him out by guessing.
 */
export class DeviceCookie {
  constructor(
    private readonly key: Buffer,
    private readonly secure: boolean,
    private readonly clock: Clock,
  ) {}

  read(request: Pick<IncomingMessage, 'headers'>): KnownDevice | undefined {
    const value = new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w.:-]{1,500})`).exec(request.headers.cookie ?? '')?.[1];
    const [id, accountId, days] = (value === undefined ? '' : (unseal(this.key, COOKIE, value) ?? '')).split(' ');
    const age = this.#today() - Number(days);
    return id && accountId && age <= DAYS ? { id, accountId } : undefined;
  }

  /** Remembers that this account has signed in here. The device keeps its id where it is the same account's. */
  write(request: Pick<IncomingMessage, 'headers'>, response: ServerResponse, accountId: string): void {
    const known = this.read(request);
    const id = known?.accountId === accountId ? known.id : randomUUID();
    const value = seal(this.key, COOKIE, `${id} ${accountId} ${this.#today()}`);
    response.appendHeader('set-cookie', `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${DAYS * 86_400}${this.secure ? '; Secure' : ''}`);
  }

  #today(): number {
    return Math.floor(this.clock.now().getTime() / 86_400_000);
  }
}
