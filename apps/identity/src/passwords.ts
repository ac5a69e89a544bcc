import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { BoundedQueue } from './bounded-queue.js';

/** OWASP's floor for argon2id: 19 MiB, two passes, one lane. A hash costs some 35 ms of one core. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const MIN_CHARACTERS = 8;
const MAX_CHARACTERS = 256;

/**
 * Hashes and checks passwords, two at a time: a flood of sign-ins is otherwise an attack on the processor. One more at a time is kept for people on devices
 * where they have signed in before, so that a flood of strangers does not keep them out.
 */
export class Passwords {
  readonly #dummy: Promise<string>;

  constructor(
    private readonly queue: BoundedQueue = new BoundedQueue(2, 64),
    private readonly known: BoundedQueue = new BoundedQueue(1, 32),
  ) {
    this.#dummy = hash(randomBytes(32), COST);
  }

  /**
   * @throws RangeError where the password is shorter than 8 or longer than 256 characters (NIST SP 800-63B: length, no composition rules)
   * @throws Overloaded where too many wait
   */
  async hash(password: string): Promise<string> {
    const normal = password.normalize('NFKC');
    const length = [...normal].length;
    if (length < MIN_CHARACTERS || length > MAX_CHARACTERS) {
      throw new RangeError(`A password has ${MIN_CHARACTERS} to ${MAX_CHARACTERS} characters`);
    }
    return this.queue.run(() => hash(normal, COST));
  }

  /**
   * Whether the password belongs to the hash. Without a hash (unknown account, no password set) it does the same work
   * against a dummy and answers false, so that time tells nothing.
   * @throws Overloaded where too many wait
   */
  async matches(stored: string | null | undefined, password: string, fromKnownDevice = false): Promise<boolean> {
    const against = stored ?? (await this.#dummy);
    const same = await (fromKnownDevice ? this.known : this.queue).run(() => verify(against, password.normalize('NFKC')));
    return same && typeof stored === 'string';
  }
}
