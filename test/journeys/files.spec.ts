import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FileService } from '@quadhelix/files';
import { globalId, inAlliance, makePerson, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';
import { announced, COMPLETE, decided, Door, FILE, pdf, seen, sha256 } from './uploading.js';

describe('probe', () => {
  let world: World;
  let all: TwoAlliances;
  let door: Door;
  const client = new Map<string, GraphqlClient>();
  const as = (login: string): GraphqlClient => client.get(login) as GraphqlClient;
  beforeAll(async () => {
    world = await World.start({ worker: true });
    all = await twoAlliances(world);
    door = new Door(await world.api.listen(0));
    for (const login of ['coordinator', 'mentor', 'school']) client.set(login, await world.as(login, 'alliance-a'));
  });
  afterAll(() => world.stop());

  it('goes', async () => {
    const bytes = pdf('a');
    const file = await door.upload(as('coordinator'), bytes);
    console.log(file);
    const answer = await fetch(door.here(file.downloadUrl ?? ''));
    console.log(answer.status, Object.fromEntries(answer.headers), (await answer.text()).length, bytes.length);
    const u = await door.start(as('coordinator'), announced(bytes));
    console.log(await door.send(u, pdf('b')), await door.send(u, Buffer.alloc(10_000_000)), await door.send(u, bytes.subarray(1)), await door.send(u, bytes), await door.send(u, bytes));
  });
});
