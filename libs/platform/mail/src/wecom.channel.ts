import { call } from './http.call.js';
import { refused, refusedForNow, sent, uncertain, type Message, type MessageChannel, type SendOutcome } from './message.js';

export interface WecomOptions {
  /** `https://qyapi.weixin.qq.com` unless a private deployment or a proxy stands before it. */
  readonly url: string;
  readonly corpId: string;
  readonly corpSecret: string;
  readonly agentId: number;
}

interface WecomAnswer {
  errcode?: number;
  errmsg?: string;
  access_token?: string;
  expires_in?: number;
  msgid?: string;
  invaliduser?: string;
}

/** The token is wrong or has run out: get a new one. */
const TOKEN_GONE = [40001, 40014, 42001];
/** Busy, or too many calls (by minute, by hour, at once): later. */
const LATER: Readonly<Record<number, number>> = { [-1]: 60, 45009: 300, 45033: 60, 45011: 60 };
/** A token is renewed so long before it runs out, in seconds. */
const EARLY = 120;
/** Longest text that WeCom takes, in bytes of UTF-8. */
const LONGEST = 2048;

/** Sends by an application of WeCom (企业微信), as its server API has it: gettoken, then message/send, both answering `errcode`. */
export class WecomChannel implements MessageChannel {
  readonly kind = 'WECOM';
  readonly repeatable = false;
  private token: { text: string; until: number } | null = null;

  constructor(private readonly options: WecomOptions, private readonly monotonic: () => number = () => performance.now() / 1000) {}

  async send(message: Message, signal: AbortSignal): Promise<SendOutcome> {
    const first = await this.attempt(message, signal);
    if (first !== 'TOKEN_GONE') return first;
    // A token can end before its time: once more with a new one.
    this.token = null;
    const second = await this.attempt(message, signal);
    return second === 'TOKEN_GONE' ? refusedForNow('WECOM_TOKEN', 60) : second;
  }

  private async attempt(message: Message, signal: AbortSignal): Promise<SendOutcome | 'TOKEN_GONE'> {
    const token = await this.validToken(signal);
    if (typeof token !== 'string') return token;
    const answer = await call({
      method: 'POST', url: `${this.options.url}/cgi-bin/message/send?access_token=${encodeURIComponent(token)}`, headers: { 'content-type': 'application/json' },
      // WeCom itself leaves out the same text to the same reader within four hours: a second lock behind ours.
      body: JSON.stringify({
        touser: message.to, msgtype: 'text', agentid: this.options.agentId, text: { content: cut(`${message.subject}\n\n${message.text}`) },
        enable_duplicate_check: 1, duplicate_check_interval: 14_400,
      }),
    }, signal);
    if (answer.came !== 'ANSWER') return answer.came === 'UNREACHED' ? refusedForNow(answer.code) : uncertain(answer.code);
    const said = (answer.body ?? {}) as WecomAnswer;
    if (said.errcode === undefined) return answer.status >= 500 ? uncertain(`HTTP_${String(answer.status)}`) : refused(`HTTP_${String(answer.status)}`);
    if (said.errcode === 0) return said.invaliduser ? refused('WECOM_UNKNOWN_USER') : sent(said.msgid ?? null);
    if (TOKEN_GONE.includes(said.errcode)) return 'TOKEN_GONE';
    const code = `WECOM_${String(said.errcode)}`;
    return said.errcode in LATER ? refusedForNow(code, LATER[said.errcode]) : refused(code);
  }

  private async validToken(signal: AbortSignal): Promise<string | SendOutcome> {
    if (this.token && this.monotonic() < this.token.until) return this.token.text;
    const { url, corpId, corpSecret } = this.options;
    const answer = await call({ method: 'GET', url: `${url}/cgi-bin/gettoken?corpid=${encodeURIComponent(corpId)}&corpsecret=${encodeURIComponent(corpSecret)}` }, signal);
    if (answer.came !== 'ANSWER') return refusedForNow(answer.code);
    const said = (answer.body ?? {}) as WecomAnswer;
    if (said.errcode !== 0 || said.access_token === undefined) return refusedForNow(`WECOM_${String(said.errcode ?? answer.status)}`, 60);
    this.token = { text: said.access_token, until: this.monotonic() + (said.expires_in ?? 7200) - EARLY };
    return this.token.text;
  }
}

/** Cuts at a character, not in the middle of one. */
function cut(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= LONGEST) return text;
  return `${new TextDecoder().decode(bytes.subarray(0, LONGEST - 6)).replace(/\uFFFD+$/, '')}…`;
}
