import { errors } from 'oidc-provider';
import type { Pool } from 'pg';
import { copyDatabase } from '@quadhelix/testing/database-copy';
import { PostgresAdapter } from './adapter.js';
import { startFixture } from './identity.fixture.js';
import type { Fixture } from './identity.fixture.js';
import { openPool } from './pool.js';

let fixture: Fixture;
let pool: Pool;
beforeAll(async () => {
  fixture = await startFixture(await copyDatabase());
  pool = openPool(fixture.databaseUrl, 8);
});
afterAll(async () => {
  await pool.end();
  await fixture.close();
});

const adapter = (kind: string) => new PostgresAdapter(pool, kind);

async function grantWithCodeAndToken(name: string): Promise<void> {
  await adapter('Grant').upsert(`${name}-grant`, { jti: `${name}-grant`, clientId: 'console' }, 60);
  await adapter('AuthorizationCode').upsert(`${name}-code`, { jti: `${name}-code`, grantId: `${name}-grant` }, 60);
  await adapter('AccessToken').upsert(`${name}-token`, { jti: `${name}-token`, grantId: `${name}-grant` }, 60);
}

const found = (name: string) =>
  Promise.all([['Grant', 'grant'], ['AuthorizationCode', 'code'], ['AccessToken', 'token']].map(async ([kind = '', part = '']) => (await adapter(kind).find(`${name}-${part}`)) !== undefined));

describe('records', () => {
  it('are found by their id alone, and get it back', async () => {
    await grantWithCodeAndToken('plain');
    expect(await adapter('AccessToken').find('plain-token')).toEqual({ jti: 'plain-token', grantId: 'plain-grant' });
    expect(await adapter('RefreshToken').find('plain-token')).toBeUndefined();
    expect(await adapter('AccessToken').find('plain-toke')).toBeUndefined();
  });

  it('are gone when they expire, whatever the payload says', async () => {
    await adapter('AccessToken').upsert('late', { jti: 'late', exp: 9e9 }, 0);
    expect(await adapter('AccessToken').find('late')).toBeUndefined();
  });

  it('can be consumed once and say so; the second time ends the grant and all that came from it', async () => {
    await grantWithCodeAndToken('twice');
    await adapter('AuthorizationCode').consume('twice-code');
    expect((await adapter('AuthorizationCode').find('twice-code'))?.consumed).toEqual(expect.any(Number));
    expect(await found('twice')).toEqual([true, true, true]);
    await expect(adapter('AuthorizationCode').consume('twice-code')).rejects.toThrow(errors.InvalidGrant);
    expect(await found('twice')).toEqual([false, false, false]);
  });

  it('consumed by many at one instant let one through', async () => {
    await grantWithCodeAndToken('race');
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => adapter('AuthorizationCode').consume('race-code')));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await found('race')).toEqual([false, false, false]);
  });

  it('are revoked by grant, kind by kind, and destroyed one by one', async () => {
    await grantWithCodeAndToken('mine');
    await grantWithCodeAndToken('other');
    await adapter('AccessToken').revokeByGrantId('mine-grant');
    expect([await found('mine'), await found('other')]).toEqual([[true, true, false], [true, true, true]]);
    await adapter('Grant').destroy('mine-grant');
    expect(await found('mine')).toEqual([false, true, false]);
  });

  it('of a kind that is not used are refused', async () => {
    await expect(adapter('DeviceCode').upsert('x', { jti: 'x' }, 60)).rejects.toMatchObject({ code: '23514' });
    await expect(adapter('Client').upsert('x', { client_id: 'x' }, 60)).rejects.toThrow('by command');
  });

  it('that are sessions are also found by uid, without their id', async () => {
    await adapter('Session').upsert('cookie-value', { jti: 'cookie-value', uid: 'session-uid' }, 60);
    expect(await adapter('Session').findByUid('session-uid')).toEqual({ uid: 'session-uid' });
    expect(await adapter('Session').findByUid('cookie-value')).toBeUndefined();
  });
});
