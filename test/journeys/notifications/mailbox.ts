import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runBackground, type GraphqlClient, type World } from '@quadhelix/testing';
import { slices } from '@quadhelix/slices';
import { trialSlice } from './trial.js';

export interface Letter {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

const header = (eml: string, name: string): string => (new RegExp(`^${name}: ([^\\r\\n]*(?:\\r\\n[ \\t][^\\r\\n]*)*)`, 'm').exec(eml)?.[1] ?? '').replace(/\r\n[ \t]/g, ' ');
const words = (text: string): string => text.replace(/\?=\s+=\?/g, '?==?').replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_whole, how: string, coded: string) =>
  how.toUpperCase() === 'B' ? Buffer.from(coded, 'base64').toString() : decodeURIComponent(coded.replace(/_/g, ' ').replace(/%/g, '%25').replace(/=([0-9A-F]{2})/g, '%$1')));

/** What the folder driver wrote: mail as a reader sees it. */
export function lettersIn(stateFolder: string, channel: 'mail' | 'sms' | 'wecom' = 'mail'): Letter[] {
  const folder = join(stateFolder, 'messages', channel);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => !name.startsWith('.')).sort().map((name) => {
    const content = readFileSync(join(folder, name), 'utf8');
    if (channel !== 'mail') return JSON.parse(content) as Letter;
    const body = content.slice(content.indexOf('\r\n\r\n') + 4);
    return { id: name.replace('.eml', ''), to: header(content, 'To'), subject: words(header(content, 'Subject')), text: Buffer.from(body, 'base64').toString() };
  });
}

const trial = [...slices, trialSlice];
/** Slices of a world in which trial events happen. */
export const trialSlices = trial;
export const background = (world: World, options: { again?: boolean; sending?: boolean } = {}): Promise<number> => runBackground(world, options);

/** Adds an address and confirms it with the code that came there. Answers its id. */
export async function confirm(world: World, client: GraphqlClient, channel: 'MAIL' | 'SMS' | 'WECOM', address: string): Promise<string> {
  const added = await client.data<{ contactPointAdd: { contactPoint: { id: string } } }>(
    'mutation($channel: MessageChannelKind!, $address: String!) { contactPointAdd(input: { channel: $channel, address: $address }) { contactPoint { id } } }', { channel, address });
  const { id } = added.contactPointAdd.contactPoint;
  await background(world);
  const letter = lettersIn(world.stateFolder, channel.toLowerCase() as 'mail').filter(({ to }) => to.includes(address)).at(-1);
  const code = /\d{6}/.exec(letter?.subject ?? '')?.[0] ?? '';
  await client.data('mutation($id: ID!, $code: String!) { contactPointVerify(input: { id: $id, code: $code }) { confirmed } }', { id, code });
  return id;
}
