import { randomUUID } from 'node:crypto';
import { call } from './http.call.js';
import { refused, refusedForNow, sent, uncertain, type Message, type MessageChannel, type SendOutcome } from './message.js';
import { queryText, sha256, signatureOf } from './sms.signature.js';

export interface SmsOptions {
  /** `https://dysmsapi.aliyuncs.com`. */
  readonly url: string;
  readonly keyId: string;
  readonly keySecret: string;
  /** 短信签名: whose name stands before the text. */
  readonly signName: string;
  /** Approved templates with one variable each: `title` for notices, `code` for codes. */
  readonly templates: Readonly<Record<Message['short']['template'], string>>;
}

/** Too many messages, by the provider's own limits: later. Code → seconds. */
const LATER: Readonly<Record<string, number>> = {
  'isv.BUSINESS_LIMIT_CONTROL': 3600, 'isv.DAY_LIMIT_CONTROL': 86_400, 'Throttling.User': 30, 'Throttling.Api': 30, Throttling: 30, 'isp.SYSTEM_ERROR': 120, ServiceUnavailable: 120,
};
/** Longest value of a variable, in characters. */
const LONGEST = 20;

/**
 * Sends short messages by Alibaba Cloud's SendSms (version 2017-05-25). `OutId` carries our id, for looking a message up there; the provider does not
 * leave out a second one, so what broke in the middle is UNCERTAIN.
 */
export class SmsChannel implements MessageChannel {
  readonly kind = 'SMS';
  readonly repeatable = false;

  constructor(private readonly options: SmsOptions, private readonly now: () => Date) {}

  async send(message: Message, signal: AbortSignal): Promise<SendOutcome> {
    const { url, keyId, keySecret, signName, templates } = this.options;
    const { template, value } = message.short;
    const query = {
      PhoneNumbers: message.to.replace(/^\+86/, '').replace(/^\+/, '00'), SignName: signName, TemplateCode: templates[template],
      TemplateParam: JSON.stringify({ [template === 'CODE' ? 'code' : 'title']: value.slice(0, LONGEST) }), OutId: message.id,
    };
    const headers = {
      'host': new URL(url).host, 'x-acs-action': 'SendSms', 'x-acs-version': '2017-05-25', 'x-acs-date': this.now().toISOString().replace(/\.\d+/, ''),
      'x-acs-signature-nonce': randomUUID(), 'x-acs-content-sha256': sha256(''),
    };
    const authorization = signatureOf({ method: 'POST', path: '/', query, headers, body: '' }, keyId, keySecret);
    const answer = await call({ method: 'POST', url: `${url}/?${queryText(query)}`, headers: { ...headers, authorization } }, signal);
    if (answer.came !== 'ANSWER') return answer.came === 'UNREACHED' ? refusedForNow(answer.code) : uncertain(answer.code);
    const { Code: code, BizId: reference } = (answer.body ?? {}) as { Code?: string; BizId?: string };
    if (code === undefined) return answer.status >= 500 ? uncertain(`HTTP_${String(answer.status)}`) : refused(`HTTP_${String(answer.status)}`);
    if (code === 'OK') return sent(reference ?? null);
    return code in LATER ? refusedForNow(`SMS_${code}`, LATER[code]) : refused(`SMS_${code}`);
  }
}
