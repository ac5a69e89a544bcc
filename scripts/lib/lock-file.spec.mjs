import { readFileSync } from 'node:fs';
import { completeLock, missingOptional } from './lock-file.mjs';

describe('package-lock.json', () => {
  it('names the optional packages of every platform, so that "npm ci" accepts it anywhere', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
    // Red? Run: node scripts/complete-lock.mjs
    expect(missingOptional(packages)).toEqual([]);
  });

  it('is completed with what it lacks, and with nothing else', () => {
    const lock = {
      packages: {
        '': {},
        'node_modules/a': { optionalDependencies: { '@a/linux-x64-musl': '1.2.3', '@a/darwin-arm64': '1.2.3', nested: '2.0.0', loose: '^1.0.0' }, dev: true },
        'node_modules/a/node_modules/nested': { version: '2.0.0' },
        'node_modules/@a/linux-x64-musl': { version: '1.2.3' },
      },
    };
    expect(completeLock(lock)).toEqual(['node_modules/@a/darwin-arm64']);
    expect(lock.packages['node_modules/@a/darwin-arm64']).toEqual({ version: '1.2.3', cpu: ['arm64'], os: ['darwin'], dev: true, optional: true });
    expect(completeLock(lock)).toEqual([]);
  });
});
