import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { randomBytes } from 'node:crypto';

const DOCS = readFileSync(new URL('../../../docs/api/webhooks.md', import.meta.url), 'utf8');
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const { signed } = await import('../../../libs/platform/webhooks/src/call/signature.js');

describe('the verification that the docs show', () => {
  it('takes what we sign, by any of two secrets, and nothing that was altered, signed otherwise, or is old', () => {
    const [, example = ''] = /<!-- verification -->\n```js\n([\s\S]*?)```/.exec(DOCS) ?? [];
    const [one, two, other] = [1, 2, 3].map(() => `whsec_${randomBytes(32).toString('base64')}`) as [string, string, string];
    const body = JSON.stringify({ type: 'trial.happened', timestamp: new Date().toISOString(), data: { id: 'x', type: 'Trial' } });
    const now = new Date();
    const { headers } = signed('evt_1', body, now, [one, two]);
    const old = signed('evt_1', body, new Date(now.getTime() - 600_000), [one]);
    const asked = [[one, body, headers], [two, body, headers], [other, body, headers], [one, body.replace('Trial', 'Thing'), headers], [one, body, { ...headers, 'webhook-id': 'evt_2' }], [one, body, old.headers]];
    const folder = mkdtempSync(`${ROOT}node_modules/.webhooks-`);
    try {
      writeFileSync(`${folder}/example.mjs`, `${example}\nconsole.log(JSON.stringify(${JSON.stringify(asked)}.map((each) => eventOf(...each) !== null)));`);
      expect(JSON.parse(execFileSync(process.execPath, [`${folder}/example.mjs`], { encoding: 'utf8' }))).toEqual([true, true, false, false, false, false]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
