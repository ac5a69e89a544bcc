import type { BilingualText } from '@quadhelix/access';

const LONGEST = 500;
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;
const HOST = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/;

const problems = {
  length: { 'en': 'it has at most 500 characters', 'zh-CN': '最多 500 个字符' },
  form: { 'en': 'write it in full and exactly as browsers do, with a path: https://app.example.org/callback', 'zh-CN': '须完整填写,与浏览器所示完全一致并带路径,例如 https://app.example.org/callback' },
  scheme: { 'en': 'it begins with https; http is only for localhost, 127.0.0.1 and [::1]', 'zh-CN': '须以 https 开头;http 仅限 localhost、127.0.0.1 和 [::1]' },
  host: { 'en': 'its host is a name, not a number', 'zh-CN': '主机须为域名,不能是 IP 地址' },
  part: { 'en': 'it holds no user, fragment (#), wildcard (*) or @', 'zh-CN': '不得包含用户名、片段(#)、通配符(*)或 @' },
} satisfies Record<string, BilingualText>;

/**
 * What is wrong with an address to which people are sent back with a code, or null. It is compared character by character later (RFC 9700, 2.1), so only the
 * one spelling that browsers use is taken: https on a named host, or plain http on the person's own machine (RFC 8252, 7.3).
 */
export function redirectProblem(uri: string): BilingualText | null {
  if (uri.length > LONGEST) return problems.length;
  if (/[#*@]/.test(uri)) return problems.part;
  const url = URL.parse(uri);
  if (!url || url.href !== uri || /[^\x21-\x7e]/.test(uri) || uri.includes('\\')) return problems.form;
  if (url.protocol === 'http:' && LOOPBACK.test(url.hostname)) return null;
  if (url.protocol !== 'https:') return problems.scheme;
  return HOST.test(url.hostname) && !/\.\d+$/.test(url.hostname) ? null : problems.host;
}
