import { globalId, inAlliance, type GraphqlClient, type TwoAlliances, type World } from '@quadhelix/testing';
import { entries, Ground, RETURN, SAVE, step, SUBMIT } from '../apprentices.js';
import { lettersIn } from '../notifications/mailbox.js';
import { announced, COMPLETE, decided, Door } from '../uploading.js';
import type { Canaries } from './canaries.js';

const WEEK = '2026-02-23';

/** What an apprentice leaves behind in a working life: name → the text that stands for him. */
export const APPRENTICE_CANARIES: Canaries = {
  name: '㐃鹂小黄', address: 'xiaohuangli@canary.example', phone: '+8613800007734', upload: '㐃鹂的成绩单.txt', bytes: 'Goldpirol im Zeugnis', returned: '㐃黄鹂周三提前离岗', login: 'pirol-login',
};
const text = (name: keyof typeof APPRENTICE_CANARIES): string => String(APPRENTICE_CANARIES[name]);

/** Adds an address; by mail also confirms it with the code that came there. */
async function reachable(world: World, client: GraphqlClient, channel: 'MAIL' | 'SMS', address: string): Promise<void> {
  const added = await client.data<{ contactPointAdd: { contactPoint: { id: string } } }>(
    'mutation($channel: MessageChannelKind!, $address: String!) { contactPointAdd(input: { channel: $channel, address: $address }) { contactPoint { id } } }', { channel, address });
  for (let tries = 0; tries < 100; tries += 1) {
    await world.worker?.tick();
    await world.settled();
    const letter = lettersIn(world.stateFolder, channel === 'MAIL' ? 'mail' : 'sms').find(({ to }) => to.includes(address));
    const code = /\b\d{6}\b/.exec(`${letter?.subject ?? ''} ${letter?.text ?? ''}`)?.[0];
    if (code !== undefined) {
      await client.data('mutation($id: ID!, $code: String!) { contactPointVerify(input: { id: $id, code: $code }) { confirmed } }', { id: added.contactPointAdd.contactPoint.id, code });
      return;
    }
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  throw new Error(`No code came to ${channel}`);
}

/** A paper of his, as far as the worker's look at it. */
async function uploaded(world: World, client: GraphqlClient): Promise<void> {
  const bytes = Buffer.from(text('bytes'));
  const { id, method, url, headers } = await new Door(null).start(client, announced(bytes, { name: text('upload'), contentType: 'text/plain' }));
  const { pathname, search } = new URL(url);
  await world.api.app.inject({ method: method as 'PUT', url: pathname + search, headers, payload: bytes });
  await client.data(COMPLETE, { input: { id } });
  await decided(client, id);
}

/** Lets an apprentice be reached, work, be returned a week in words about him, be told so, and upload a paper. Answers him and his row id. */
export async function apprenticeLeavesTraces(world: World, all: TwoAlliances): Promise<{ client: GraphqlClient; personId: string }> {
  const ground = await Ground.lay(world, all.a, all.factory, all.college);
  const personId = await ground.apprentice(text('name'), text('login'));
  const client = await world.as(text('login'), 'alliance-a');
  const mentor = await world.as('mentor', 'alliance-a');
  const [mentorRow] = await inAlliance(world, all.a, (scope) => scope.sql<{ id: string }>(`select id from people where name = 'mentor'`));
  const placement = await ground.started(personId, { startsOn: WEEK, mentorPersonId: mentorRow?.id ?? '' });
  await reachable(world, client, 'MAIL', text('address'));
  await reachable(world, client, 'SMS', text('phone'));
  const sheet = await step(client, SAVE, { placementId: globalId('Placement', placement.id), weekStartsOn: WEEK, entries: entries('2026-02-24T08:00/16:00') });
  const submitted = await step(client, SUBMIT, { id: sheet.id, version: sheet.version });
  await step(mentor, RETURN, { id: sheet.id, version: submitted.version, reason: text('returned') });
  await uploaded(world, client);
  await world.settled();
  return { client, personId };
}
