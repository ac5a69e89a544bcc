import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import type { Scope } from '@quadhelix/database';
import type { PageArgs } from './connection.js';
import { pageOfRows } from './page-of-rows.js';

const scopeOf = (tenantId: string): Scope => ({ actor: { tenantId, organizationId: 'o' }, signature: (text: string) => createHmac('sha256', 'secret').update(text).digest('base64url') }) as unknown as Scope;
const scope = scopeOf('a');
const spec = { name: 'trial', asked: ['x'], key: (row: string) => row };
const page = (rows: readonly string[], args: PageArgs, of = spec, by = scope) => pageOfRows(by, of, rows, args);

describe('a page of computed rows', () => {
  const rows = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 40 });

  it('is the same in pages of any size, forwards and backwards, without repetition or gap', () => {
    fc.assert(fc.property(rows, fc.integer({ min: 1, max: 9 }), fc.boolean(), (all, size, backwards) => {
      const seen: string[] = [];
      for (let at: string | null = null; ; ) {
        const { nodes, pageInfo, edges } = page(all, backwards ? { last: size, before: at } : { first: size, after: at });
        expect(nodes).toEqual(edges.map(({ node }) => node));
        seen.splice(backwards ? 0 : seen.length, 0, ...nodes);
        if (!(backwards ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) break;
        expect(nodes).toHaveLength(size);
        at = backwards ? pageInfo.startCursor : pageInfo.endCursor;
      }
      expect(seen).toEqual([...all].sort((a, b) => (a < b ? -1 : 1)));
    }));
  });

  it('neither repeats nor skips what stays while rows come and go', () => {
    fc.assert(fc.property(rows, rows, fc.integer({ min: 1, max: 5 }), (before, after, size) => {
      const first = page(before, { first: size });
      const rest = page(after, { first: 100, after: first.pageInfo.endCursor });
      expect(rest.nodes.filter((row) => first.nodes.includes(row))).toEqual([]);
      const stays = before.filter((row) => after.includes(row));
      expect(stays.filter((row) => !first.nodes.includes(row) && !rest.nodes.includes(row))).toEqual([]);
    }));
  });

  it('refuses cursors of another list, another question, another alliance, and altered ones', () => {
    const cursor = page(['a', 'b'], { first: 1 }).pageInfo.endCursor ?? '';
    const refused = { code: 'CURSOR_INVALID' };
    expect(() => page(['a', 'b'], { first: 1, after: cursor }, { ...spec, name: 'other' })).toThrow(expect.objectContaining(refused));
    expect(() => page(['a', 'b'], { first: 1, after: cursor }, { ...spec, asked: ['y'] })).toThrow(expect.objectContaining(refused));
    expect(() => page(['a', 'b'], { first: 1, after: cursor }, spec, scopeOf('b'))).toThrow(expect.objectContaining(refused));
    for (const other of ['', `${cursor}=`, cursor.slice(0, -1), `A${cursor}`]) expect(() => page(['a', 'b'], { first: 1, after: other })).toThrow(expect.objectContaining(refused));
    expect(page(['a', 'b'], { first: 1, after: cursor }).nodes).toEqual(['b']);
  });

  it.each([[{}], [{ first: 0 }], [{ first: 101 }], [{ last: 0 }], [{ first: 1, last: 1 }]])('PAGE_SIZE_INVALID for %j', (args) => {
    expect(() => page(['a'], args)).toThrow(expect.objectContaining({ code: 'PAGE_SIZE_INVALID' }));
  });

  it('counts all rows', async () => {
    expect(await page(['a', 'b', 'c'], { first: 1 }).totalCount).toEqual({ value: 3, capped: false });
  });
});
