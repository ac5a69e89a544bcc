import { globalId, inAlliance, type GraphqlClient, type TwoAlliances, type World } from '@quadhelix/testing';
import { entries, Ground, RETURN, SAVE, step, SUBMIT } from '../apprentices.js';
import { confirm } from '../notifications/mailbox.js';
import { uploadedInto } from '../uploading.js';
import type { Canaries } from './canaries.js';

const WEEK = '2026-02-23';

/** What an apprentice leaves behind in a working life: name → the text that stands for him. */
export const APPRENTICE_CANARIES: Canaries = {
  name: '㐃鹂小黄', address: 'xiaohuangli@canary.example', phone: '+8613800007734', upload: '㐃鹂的成绩单.txt', bytes: 'Goldpirol im Zeugnis', returned: '㐃黄鹂周三提前离岗', login: 'pirol-login',
};
const text = (name: keyof typeof APPRENTICE_CANARIES): string => String(APPRENTICE_CANARIES[name]);

/** Lets an apprentice be reached, work, be returned a week in words about him, be told so, and upload a paper. Answers him and his row id. */
export async function apprenticeLeavesTraces(world: World, all: TwoAlliances): Promise<{ client: GraphqlClient; personId: string }> {
  const ground = await Ground.lay(world, all.a, all.factory, all.college);
  const personId = await ground.apprentice(text('name'), text('login'));
  const client = await world.as(text('login'), 'alliance-a');
  const mentor = await world.as('mentor', 'alliance-a');
  const [mentorRow] = await inAlliance(world, all.a, (scope) => scope.sql<{ id: string }>(`select id from people where name = 'mentor'`));
  const placement = await ground.started(personId, { startsOn: WEEK, mentorPersonId: mentorRow?.id ?? '' });
  await confirm(world, client, 'MAIL', text('address'));
  await confirm(world, client, 'SMS', text('phone'));
  const sheet = await step(client, SAVE, { placementId: globalId('Placement', placement.id), weekStartsOn: WEEK, entries: entries('2026-02-24T08:00/16:00') });
  const submitted = await step(client, SUBMIT, { id: sheet.id, version: sheet.version });
  await step(mentor, RETURN, { id: sheet.id, version: submitted.version, reason: text('returned') });
  await uploadedInto(world, client, Buffer.from(text('bytes')), { name: text('upload'), contentType: 'text/plain' });
  await world.settled();
  return { client, personId };
}
