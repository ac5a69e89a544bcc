import { DateTime } from 'luxon';
import type { BilingualText, Language } from '@quadhelix/access';
import type { Message } from '@quadhelix/mail';
import type { Notification } from '../notification/notification.entity.js';

/** What a message is written with. */
export interface Reader {
  readonly language: Language;
  readonly zone: string;
  /** Name of the alliance. */
  readonly alliance: string;
}

type Written = Pick<Message, 'subject' | 'text' | 'short'>;
type Line = Pick<Notification, 'title' | 'text' | 'createdAt' | 'subjectType' | 'subjectId'>;

const FOOTER: BilingualText = {
  'en': 'You get this because you take part in {alliance}. How you are told: notificationPreferences. Please do not answer this message.',
  'zh-CN': '您参与了{alliance},因此收到本消息。通知方式可在通知偏好中设置。请勿回复。',
};
const DIGEST: BilingualText = { 'en': '{count} new notices · {alliance}', 'zh-CN': '{count} 条新通知 · {alliance}' };
const CODE: { readonly subject: BilingualText; readonly text: BilingualText } = {
  subject: { 'en': 'Your code: {code}', 'zh-CN': '您的验证码:{code}' },
  text: {
    'en': 'Enter {code} within 15 minutes to confirm this address. If you did not ask for it, do nothing: without the code nothing is sent here.',
    'zh-CN': '请在 15 分钟内输入验证码 {code} 以确认此联系方式。如非本人操作,请忽略:未经确认不会向此处发送任何消息。',
  },
};

const fill = (text: string, values: Readonly<Record<string, string | number>>): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

const moment = (at: Date, { language, zone }: Reader): string =>
  DateTime.fromJSDate(at, { zone }).setLocale(language).toLocaleString({ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false });

const footer = (reader: Reader): string => `\n\n--\n${fill(FOOTER[reader.language], { alliance: reader.alliance })}\n`;

/** One notice. */
export function writeNotice({ title, text }: Line, reader: Reader): Written {
  const { language } = reader;
  return { subject: title[language], text: `${text[language]}${footer(reader)}`, short: { template: 'NOTICE', value: title[language] } };
}

/** Several notices, those about the same subject together, each subject where its oldest notice stands. */
export function writeDigest(lines: readonly Line[], reader: Reader): Written {
  const { language, alliance } = reader;
  const subjects = Map.groupBy([...lines].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime()), ({ subjectType, subjectId }) => `${subjectType} ${subjectId}`);
  const parts = [...subjects.values()].map((group) => group.map((line) => `■ ${line.title[language]} (${moment(line.createdAt, reader)})\n${line.text[language]}`).join('\n'));
  const subject = fill(DIGEST[language], { count: lines.length, alliance });
  return { subject, text: `${parts.join('\n\n')}${footer(reader)}`, short: { template: 'NOTICE', value: subject } };
}

/** A code for an address that is to be confirmed. */
export function writeCode(code: string, language: Language): Written {
  return { subject: fill(CODE.subject[language], { code }), text: `${fill(CODE.text[language], { code })}\n`, short: { template: 'CODE', value: code } };
}
