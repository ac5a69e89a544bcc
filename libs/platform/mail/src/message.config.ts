import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FolderChannel } from './folder.channel.js';
import type { ChannelKind, MessageChannel } from './message.js';
import { SmsChannel } from './sms.channel.js';
import { SmtpChannel } from './smtp.channel.js';
import { WecomChannel } from './wecom.channel.js';

const optional = (advice: string) => z.string().optional().describe(advice);

/** Variables of the message channels, for `loadConfig`. Without any: mail goes into a folder, short messages and WeCom are not offered. */
export const messageVariables = z.object({
  MAIL_DRIVER: z.enum(['folder', 'smtp'], 'is not a driver').default('folder').describe('set it to folder or smtp, or leave it unset'),
  MAIL_FROM: z.string().regex(/@[\w.-]+/, 'holds no e-mail address').default('Quadhelix <no-reply@quadhelix.invalid>').describe('set it to a sender such as Quadhelix <no-reply@example.org>'),
  SMTP_HOST: optional('set it to the name of the mail server'),
  SMTP_PORT: z.coerce.number('is not a number').int().min(1).max(65_535).default(587).describe('set it to the port of the mail server'),
  SMTP_SECURITY: z.enum(['tls', 'starttls', 'none'], 'is none of tls, starttls, none').default('starttls').describe('set it to tls, starttls or none'),
  SMTP_USER: optional('set it to the account at the mail server, or leave it unset'),
  SMTP_PASSWORD: optional('set it to the password at the mail server'),
  SMTP_CA_FILE: optional('set it to a file with further trusted certificates (PEM)'),
  SMS_DRIVER: z.enum(['off', 'folder', 'aliyun'], 'is not a driver').default('off').describe('set it to off, folder or aliyun'),
  SMS_URL: z.url().default('https://dysmsapi.aliyuncs.com').describe('set it to the address of the provider'),
  SMS_KEY_ID: optional('set it to the AccessKey id'),
  SMS_KEY_SECRET: optional('set it to the AccessKey secret'),
  SMS_SIGN_NAME: optional('set it to the approved signature'),
  SMS_TEMPLATE_NOTICE: optional('set it to the approved template with the variable title'),
  SMS_TEMPLATE_CODE: optional('set it to the approved template with the variable code'),
  WECOM_DRIVER: z.enum(['off', 'folder', 'wecom'], 'is not a driver').default('off').describe('set it to off, folder or wecom'),
  WECOM_URL: z.url().default('https://qyapi.weixin.qq.com').describe('set it to the address of WeCom'),
  WECOM_CORP_ID: optional('set it to the id of the enterprise'),
  WECOM_CORP_SECRET: optional('set it to the secret of the application'),
  WECOM_AGENT_ID: z.coerce.number('is not a number').int().optional().describe('set it to the id of the application'),
});

export type MessageConfig = z.output<typeof messageVariables>;

/** What a driver needs besides its variables. */
export interface ChannelPlace {
  /** Below it, in `messages/<kind>`, the folder drivers write. */
  readonly stateFolder: string;
  readonly now: () => Date;
}

/** Which channels there are; needs nothing but the choice of drivers. */
export const offeredChannels = (config: Pick<MessageConfig, 'SMS_DRIVER' | 'WECOM_DRIVER'>): ChannelKind[] =>
  ['MAIL', ...(config.SMS_DRIVER === 'off' ? [] : ['SMS' as const]), ...(config.WECOM_DRIVER === 'off' ? [] : ['WECOM' as const])];

/** The channels that are configured; those that are off are left out. Throws naming the variables that a driver lacks. */
export function openChannels(config: MessageConfig, place: ChannelPlace): ReadonlyMap<ChannelKind, MessageChannel> {
  const folder = (kind: ChannelKind): MessageChannel => new FolderChannel(kind, join(place.stateFolder, 'messages', kind.toLowerCase()), config.MAIL_FROM);
  const opened: MessageChannel[] = [config.MAIL_DRIVER === 'smtp' ? smtp(config) : folder('MAIL')];
  if (config.SMS_DRIVER !== 'off') opened.push(config.SMS_DRIVER === 'folder' ? folder('SMS') : sms(config, place));
  if (config.WECOM_DRIVER !== 'off') opened.push(config.WECOM_DRIVER === 'folder' ? folder('WECOM') : wecom(config));
  return new Map(opened.map((channel) => [channel.kind, channel]));
}

const smtp = (config: MessageConfig): MessageChannel => {
  const { SMTP_HOST: host } = demand(config, ['SMTP_HOST']);
  return new SmtpChannel({
    host, port: config.SMTP_PORT, security: config.SMTP_SECURITY, user: config.SMTP_USER, password: config.SMTP_PASSWORD, from: config.MAIL_FROM,
    ca: config.SMTP_CA_FILE === undefined ? undefined : readFileSync(config.SMTP_CA_FILE, 'utf8'),
  });
};

const sms = (config: MessageConfig, { now }: ChannelPlace): MessageChannel => {
  const set = demand(config, ['SMS_KEY_ID', 'SMS_KEY_SECRET', 'SMS_SIGN_NAME', 'SMS_TEMPLATE_NOTICE', 'SMS_TEMPLATE_CODE']);
  return new SmsChannel({
    url: trimmed(config.SMS_URL), keyId: set.SMS_KEY_ID, keySecret: set.SMS_KEY_SECRET, signName: set.SMS_SIGN_NAME, templates: { NOTICE: set.SMS_TEMPLATE_NOTICE, CODE: set.SMS_TEMPLATE_CODE },
  }, now);
};

const wecom = (config: MessageConfig): MessageChannel => {
  const set = demand(config, ['WECOM_CORP_ID', 'WECOM_CORP_SECRET', 'WECOM_AGENT_ID']);
  return new WecomChannel({ url: trimmed(config.WECOM_URL), corpId: set.WECOM_CORP_ID, corpSecret: set.WECOM_CORP_SECRET, agentId: set.WECOM_AGENT_ID });
};

const trimmed = (url: string): string => url.replace(/\/+$/, '');

type Set<K extends keyof MessageConfig> = { readonly [N in K]: NonNullable<MessageConfig[N]> };

function demand<K extends keyof MessageConfig>(config: MessageConfig, names: readonly K[]): Set<K> {
  const missing = names.filter((name) => config[name] === undefined);
  if (missing.length > 0) throw new Error(`The configuration is not usable: set ${missing.join(', ')}, or choose another driver.`);
  return config as unknown as Set<K>;
}
