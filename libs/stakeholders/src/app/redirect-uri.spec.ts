import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { redirectProblem } from './redirect-uri.js';

const vectors = parse<{ uri: string; problem: string; why: string }>(readFileSync(new URL('./redirect-uri.vectors.csv', import.meta.url)), { columns: true });
const WORDS: Record<string, RegExp> = { form: /in full/, scheme: /begins with https/, host: /is a name/, part: /holds no user/ };

describe('an address to send people back to', () => {
  it.each(vectors.map(({ uri, problem, why }) => [uri, problem, why] as const))('%s: %s (%s)', (uri, problem) => {
    const found = redirectProblem(uri);
    if (problem === '') expect(found).toBeNull();
    else expect(found?.en).toMatch(WORDS[problem] ?? /^$/);
  });

  it('has at most 500 characters', () => {
    const start = 'https://app.example.org/';
    expect(redirectProblem(start + 'a'.repeat(500 - start.length))).toBeNull();
    expect(redirectProblem(start + 'a'.repeat(501 - start.length))?.en).toMatch(/at most 500/);
  });

  it('always leads to https on the host that it names, or to the own machine', () => {
    const pieces = fc.constantFrom('https://', 'http://', 'app.example.org', 'localhost', '127.0.0.1', '[::1]', '@', '#', '*', '\\', '/', '..', ':', '443', '%2f', '?', 'evil.example', ' ', '\t', '中', 'A');
    fc.assert(fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
      const uri = parts.join('');
      if (redirectProblem(uri) !== null) return;
      const url = new URL(uri);
      expect(url.href).toBe(uri);
      expect(url.protocol === 'https:' ? uri.startsWith(`https://${url.host}/`) : /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(uri)).toBe(true);
      expect([url.username, url.password, url.hash]).toEqual(['', '', '']);
    }), { numRuns: 2000 });
  });
});
