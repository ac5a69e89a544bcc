import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'quadhelix-memory-'));
process.env['QUADHELIX_STATE_DIR'] = folder;
const { choosePorts, secrets } = await import('./memory.mjs');
afterAll(() => rmSync(folder, { recursive: true }));

describe('what a clone keeps between two starts', () => {
  it('has secrets that only the owner can read, the same each time', () => {
    const first = secrets();
    expect(secrets()).toEqual(first);
    expect(new Set(Object.values(first)).size).toBe(4);
    expect(first.secret.length).toBeGreaterThanOrEqual(32);
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('has ports: a taken one moves its own app only, and the choice is kept', async () => {
    const squatter = createServer().listen(0);
    await once(squatter, 'listening');
    const { port } = squatter.address();
    Object.assign(process.env, { API_PORT: String(port), IDENTITY_PORT: String(port + 1) });
    const said = [];
    const first = await choosePorts((line) => said.push(line));
    expect(first.api).toBeGreaterThan(port + 1);
    expect(said[0]).toContain(`Port ${port} for api is taken`);
    delete process.env['API_PORT'];
    delete process.env['IDENTITY_PORT'];
    squatter.close();
    expect(await choosePorts(() => undefined)).toEqual(first);
  });
});
