import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canRead, chooseAccount, parseAccounts } from './account.js';

const DEBIAN = 'root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534::/:/bin/false\npostgres:x:101:104::/var/lib/postgresql:/bin/bash\n';

describe('the account that PostgreSQL runs as', () => {
  it.each([
    ['the one of Debian', DEBIAN, 'postgres'],
    ['the one of macOS', '# comment\nroot:*:0:0:a:/:/bin/sh\n_postgres:*:216:216:b:/var/empty:/usr/bin/false\n', '_postgres'],
    ['none where there is only nobody', 'nobody:x:65534:65534::/:/bin/false\n', undefined],
    ['never one with the rights of root', 'postgres:x:0:0::/:/bin/sh\n', undefined],
  ])('is %s', (_title, passwd, expected) => {
    expect(chooseAccount(parseAccounts(passwd))?.name).toBe(expected);
  });

  it('can read a folder only where the operating system lets it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'quadhelix-account-'));
    const root = process.getuid?.() === 0;
    const runAs = root ? { name: 'nobody', uid: 65534, gid: 65534 } : { name: 'me' };
    mkdirSync(join(folder, 'inner'));
    expect(canRead('/', runAs)).toBe(true);
    expect(canRead(join(folder, 'inner'), runAs)).toBe(!root);
    expect(canRead(join(folder, 'absent'), runAs)).toBe(false);
    rmSync(folder, { recursive: true });
  });
});
