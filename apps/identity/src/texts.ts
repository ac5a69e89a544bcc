import type { Language } from './language.js';

const zh = {
  product: '四维协同 Quadhelix',
  signIn: '登录',
  loginLabel: '邮箱或账户名',
  passwordLabel: '密码',
  wrong: '账户或密码不正确。',
  tooMany: '尝试次数过多，请稍后再试。',
  busy: '系统繁忙，请稍后再试。',
  consentTitle: '授权确认',
  consentAsk: (client: string) => `“${client}”请求以您的名义：`,
  consentNote: '实际权限不会超过您本人的权限，并须经各联合体同意。您可以随时撤销。',
  allow: '同意',
  deny: '拒绝',
  cancel: '取消',
  signOutTitle: '退出登录',
  signOutAsk: '要退出登录吗？',
  signOutYes: '退出',
  signOutNo: '保持登录',
  signedOut: '您已退出登录。',
  errorTitle: '无法继续',
  expired: '此登录请求已过期，请回到应用重新开始。',
  scopes: {
    openid: '确认您的身份',
    profile: '查看您的账户名',
    offline_access: '在您离开后继续访问',
    'stakeholders:read': '查看联合体、单位和人员',
    'stakeholders:write': '修改联合体、单位和人员',
    'apprenticeships:read': '查看学徒岗位、安置和工时',
    'apprenticeships:write': '修改学徒岗位、安置和工时',
    'accountability:read': '查看承诺和证据',
    'accountability:write': '修改承诺和证据',
    'importing:read': '查看导入任务',
    'importing:write': '导入数据',
  } as Readonly<Record<string, string>>,
};

export type Texts = typeof zh;

const en: Texts = {
  product: 'Quadhelix',
  signIn: 'Sign in',
  loginLabel: 'E-mail or account name',
  passwordLabel: 'Password',
  wrong: 'The account or the password is wrong.',
  tooMany: 'Too many attempts. Please wait a moment.',
  busy: 'The system is busy. Please try again in a moment.',
  consentTitle: 'Allow access',
  consentAsk: (client: string) => `“${client}” asks to act for you:`,
  consentNote: 'It never gets more than your own rights, and each alliance must agree as well. You can withdraw this at any time.',
  allow: 'Allow',
  deny: 'Refuse',
  cancel: 'Cancel',
  signOutTitle: 'Sign out',
  signOutAsk: 'Do you want to sign out?',
  signOutYes: 'Sign out',
  signOutNo: 'Stay signed in',
  signedOut: 'You are signed out.',
  errorTitle: 'This cannot go on',
  expired: 'This sign-in request has expired. Please start again from the app.',
  scopes: {
    openid: 'know who you are',
    profile: 'see your account name',
    offline_access: 'keep access while you are away',
    'stakeholders:read': 'see alliances, organizations and people',
    'stakeholders:write': 'change alliances, organizations and people',
    'apprenticeships:read': 'see apprenticeships, placements and hours',
    'apprenticeships:write': 'change apprenticeships, placements and hours',
    'accountability:read': 'see commitments and evidence',
    'accountability:write': 'change commitments and evidence',
    'importing:read': 'see imports',
    'importing:write': 'import data',
  },
};

export function textsOf(language: Language): Texts {
  return language === 'en' ? en : zh;
}
