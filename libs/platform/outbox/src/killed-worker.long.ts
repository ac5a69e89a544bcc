import pg from 'pg';
import { World } from '@quadhelix/testing';
import { defineQueue, installJobs, Jobs } from './jobs.js';

const queue = defineQueue<{ work: string }>('killed');

describe('a killed worker', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
    await installJobs(world.copy.url('quadhelix_migrator'), [queue]);
  });
  afterAll(() => world.stop());

  it('has its job run again within 60 seconds', async () => {
    const url = world.copy.url('quadhelix_app');
    const client = await Jobs.open(url, { working: false, onError: () => undefined });
    await world.api.database.system(null, 'test', (scope) => client.send(scope, queue, { work: 'half done' }));
    // What a killed worker leaves behind: a job that it took, with its last heartbeat.
    const superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
    await superuser.connect();
    await superuser.query(`update pgboss.job set state = 'active', started_on = now(), heartbeat_on = now() where name = 'killed'`);
    await superuser.end();
    const killedAt = Date.now();
    const other = await Jobs.open(url, { working: true, onError: () => undefined });
    const ran = Promise.withResolvers<number>();
    await other.work(queue, async () => { ran.resolve(Date.now()); });
    expect((await ran.promise) - killedAt).toBeLessThan(60_000);
    await other.close();
    await client.close();
  }, 200_000);
});
