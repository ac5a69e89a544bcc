import { TestClock } from '@quadhelix/service';
import { BoundedQueue, Overloaded } from './bounded-queue.js';
import { formTarget } from './http.js';
import { html } from '@quadhelix/mail';
import { languageOf } from './language.js';
import { Passwords } from './passwords.js';
import { deriveKey, seal, unseal } from './sealing.js';
import { SlowDown } from './slow-down.js';

describe('bounded queue', () => {
  it('runs so many at once, keeps the order, refuses the rest at once', async () => {
    const queue = new BoundedQueue(2, 3);
    let running = 0;
    let most = 0;
    const order: number[] = [];
    const task = (id: number) =>
      queue.run(async () => {
        most = Math.max(most, (running += 1));
        order.push(id);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running -= 1;
      });
    const results = await Promise.allSettled([0, 1, 2, 3, 4, 5, 6].map(task));
    expect(results.map(({ status }) => status === 'fulfilled')).toEqual([true, true, true, true, true, false, false]);
    expect(results[5]).toMatchObject({ reason: expect.any(Overloaded) as unknown });
    expect([most, order]).toEqual([2, [0, 1, 2, 3, 4]]);
  });

  it('frees its place when a task fails', async () => {
    const queue = new BoundedQueue(1, 0);
    await expect(queue.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(queue.run(async () => 'next')).resolves.toBe('next');
  });
});

describe('passwords', () => {
  const passwords = new Passwords();

  it('are kept as argon2id with at least 19 MiB and two passes', async () => {
    const hash = await passwords.hash('correct horse');
    const [, memory, passes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$/.exec(hash) ?? [];
    expect([Number(memory) >= 19_456, Number(passes) >= 2]).toEqual([true, true]);
    expect(await passwords.matches(hash, 'correct horse')).toBe(true);
    expect(await passwords.matches(hash, 'Correct horse')).toBe(false);
  });

  it('match in either Unicode spelling', async () => {
    expect(await passwords.matches(await passwords.hash('pässwörd-１２'), 'pa\u0308sswo\u0308rd-12')).toBe(true);
  });

  it.each(['', 'short', '7 chars', 'x'.repeat(257)])('of the wrong length are refused', async (password) => {
    await expect(passwords.hash(password)).rejects.toThrow(RangeError);
  });

  it('never match where there is no hash, and take as long as a wrong one', async () => {
    const hash = await passwords.hash('correct horse');
    const best = { unknown: Infinity, wrong: Infinity };
    for (let round = 0; round < 9; round += 1) {
      for (const [name, stored] of [['unknown', null], ['wrong', hash]] as const) {
        const start = performance.now();
        expect(await passwords.matches(stored, 'wrong horse')).toBe(false);
        best[name] = Math.min(best[name], performance.now() - start);
      }
    }
    expect(best.unknown / best.wrong).toBeGreaterThan(0.5);
    expect(best.unknown / best.wrong).toBeLessThan(2);
  });

  it('in a flood are refused beyond the queue instead of piling up', async () => {
    const small = new Passwords(new BoundedQueue(2, 4));
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => small.matches(null, 'x')));
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(14);
  });
});

describe('slow-down', () => {
  const limits = { free: 3, maxWaitSeconds: 8, forgetSeconds: 100 };

  it('doubles the wait after the free failures, up to the limit, and forgets', () => {
    const clock = new TestClock();
    const brake = new SlowDown(clock, limits);
    const waits: number[] = [];
    for (let failure = 0; failure < 9; failure += 1) {
      brake.started('a');
      waits.push(brake.wait('a'));
    }
    expect(waits).toEqual([0, 0, 0, 1, 2, 4, 8, 8, 8]);
    expect(brake.wait('b')).toBe(0);
    clock.advance({ seconds: 8 });
    expect(brake.wait('a')).toBe(0);
    clock.advance({ seconds: 100 });
    brake.started('a');
    expect(brake.wait('a')).toBe(0);
  });

  it('is taken back whole for a login, one by one for an address', () => {
    const brake = new SlowDown(new TestClock(), limits);
    for (let failure = 0; failure < 4; failure += 1) ['login', 'address'].forEach((key) => brake.started(key));
    brake.succeeded('login', 'all');
    brake.succeeded('address', 'one');
    brake.started('login');
    brake.started('address');
    expect([brake.wait('login'), brake.wait('address')]).toEqual([0, 1]);
  });

  it('stays bounded in memory', () => {
    const brake = new SlowDown(new TestClock(), limits);
    for (let failure = 0; failure < 5; failure += 1) brake.started('first');
    expect(brake.wait('first')).toBeGreaterThan(0);
    for (let key = 0; key < 10_000; key += 1) brake.started(String(key));
    expect(brake.wait('first')).toBe(0);
  });
});

describe('sealing', () => {
  const key = deriveKey('s'.repeat(32), 'test');

  it('opens only with the same key, name and bytes', () => {
    const sealed = seal(key, 'name', '密钥');
    expect(unseal(key, 'name', sealed)).toBe('密钥');
    expect(unseal(key, 'other', sealed)).toBeUndefined();
    expect(unseal(deriveKey('t'.repeat(32), 'test'), 'name', sealed)).toBeUndefined();
    expect(unseal(deriveKey('s'.repeat(32), 'other'), 'name', sealed)).toBeUndefined();
    expect(unseal(key, 'name', `${sealed.slice(0, -2)}AA`)).toBeUndefined();
    expect(unseal(key, 'name', 'aes-256-gcm:')).toBeUndefined();
  });

  it('never gives the same text twice', () => {
    expect(seal(key, 'name', 'x')).not.toBe(seal(key, 'name', 'x'));
  });
});

describe('pages', () => {
  it('escape every value', () => {
    const evil = `<script>alert('1')</script>"&`;
    expect(html`<p title="${evil}">${html`<b>${evil}</b>`}${[html`<i>`, html`</i>`]}</p>`.text).toBe(
      '<p title="&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;"><b>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;</b><i></i></p>',
    );
  });

  it.each([
    [undefined, 'zh-CN'],
    ['fr', 'zh-CN'],
    ['zh-TW,en;q=0.9', 'zh-CN'],
    ['en-US,zh;q=0.8', 'en'],
    ['zh;q=0.3, en;q=0.7', 'en'],
    ['en;q=0, zh', 'zh-CN'],
    ['fr, en;q=0.2', 'en'],
  ])('speak for Accept-Language %s the language %s', (header, language) => {
    expect(languageOf({ headers: header === undefined ? {} : { 'accept-language': header } })).toBe(language);
  });

  it.each([
    ['https://app.example:8443/cb?x=1', ['https://app.example:8443']],
    ['com.example.app:/cb', ['com.example.app:']],
    ['not an address', []],
    [undefined, []],
  ])('let forms lead to %s as %j', (redirectUri, targets) => {
    expect(formTarget(redirectUri)).toEqual(targets);
  });
});
