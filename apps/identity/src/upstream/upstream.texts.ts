import type { Language } from '../language.js';

const zh = {
  or: '或使用所在单位的账户登录:',
  byAddress: '使用单位邮箱登录',
  addressLabel: '单位邮箱',
  noOrganization: '没有与此邮箱对应的单位登录方式。请使用账户和密码登录。',
  goOn: (name: string) => `前往“${name}”登录`,
  unbound: (name: string, label: string) => `您已通过“${name}”登录(${label}),但尚未关联账户。请用账户和密码登录一次,之后即可直接使用“${name}”登录。`,
  connectTitle: '关联登录方式',
  connectAsk: (name: string, label: string) => `要将“${name}”的 ${label} 与您刚登录的账户关联吗?`,
  connectNote: '关联后,能以此身份登录该单位的人即可登录您的账户。若这不是您本人,请选择“不关联”。',
  connect: '关联',
  skip: '不关联',
  failed: '无法通过所在单位登录。请重新开始;如仍不成功,请联系单位的管理员。',
};
export type UpstreamTexts = typeof zh;

const en: UpstreamTexts = {
  or: 'Or sign in with the account of your organization:',
  byAddress: 'Sign in with your organization’s address',
  addressLabel: 'E-mail address at your organization',
  noOrganization: 'No organization’s sign-in is known for this address. Sign in with account and password.',
  goOn: (name: string) => `Sign in at “${name}”`,
  unbound: (name: string, label: string) => `You signed in at “${name}” as ${label}, which is not connected with an account yet. Sign in once with account and password; then “${name}” alone is enough.`,
  connectTitle: 'Connect a sign-in',
  connectAsk: (name: string, label: string) => `Do you want to connect ${label} at “${name}” with the account that you just signed in to?`,
  connectNote: 'Whoever can sign in there as this person can then sign in to your account. If that is not you, do not connect.',
  connect: 'Connect',
  skip: 'Do not connect',
  failed: 'The sign-in at your organization did not work. Start again; if it still does not work, ask your organization’s administrator.',
};

export const upstreamTextsOf = (language: Language): UpstreamTexts => (language === 'en' ? en : zh);
