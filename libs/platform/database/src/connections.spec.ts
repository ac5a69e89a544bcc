import { copyDatabase, type DatabaseCopy } from '@quadhelix/testing/database-copy';
import { Database } from './database.js';

describe('a pool of one connection', () => {
  let copy: DatabaseCopy;
  let database: Database;
  beforeAll(async () => {
    copy = await copyDatabase();
    database = await Database.open({ url: copy.url('quadhelix_app'), entities: [], secret: 'x'.repeat(32), poolSize: 1 });
  });
  afterAll(async () => {
    await database.close();
    await copy.drop();
  });

  it('is whole again where an operation fails before it has begun, as when its connection is cut right then', async () => {
    for (let times = 0; times < 2; times += 1) await expect(database.system('no id', 'test', () => Promise.resolve())).rejects.toMatchObject({ code: '22P02' });
    expect(await database.system(null, 'test', (scope) => scope.sql('select 1 as one'))).toEqual([{ one: 1 }]);
  }, 20_000);
});
