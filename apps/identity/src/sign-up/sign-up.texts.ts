import type { Language } from '../language.js';

const zh = {
  title: '注册',
  emailLabel: '邮箱',
  ask: '发送链接',
  asked: '如果该邮箱尚未注册，我们已向其发送链接，24 小时内有效。请查收邮件。',
  choose: '请为您的账户设置密码（至少 8 个字符）。',
  passwordLabel: '密码',
  confirm: '创建账户',
  badPassword: '密码须为 8 至 256 个字符。',
  done: '账户已创建。请回到应用登录。',
  ended: '此链接已失效。请重新注册。',
  tooMany: '尝试次数过多，请稍后再试。',
  mailSubject: '完成注册',
  mailText: (address: string) => `请打开以下链接设置密码，完成注册（24 小时内有效，仅可使用一次）：\n${address}\n\n如非本人操作，请忽略此邮件。`,
  knownSubject: '您已有账户',
  knownText: '有人以此邮箱申请注册，但您已有账户。请直接登录。如非本人操作，请忽略此邮件。',
};

const en: typeof zh = {
  title: 'Sign up',
  emailLabel: 'E-mail',
  ask: 'Send me a link',
  asked: 'If this address has no account yet, a link is on its way. It works for 24 hours.',
  choose: 'Choose a password for your account; at least 8 characters.',
  passwordLabel: 'Password',
  confirm: 'Make the account',
  badPassword: 'A password has 8 to 256 characters.',
  done: 'Your account is there. Go back to the app and sign in.',
  ended: 'This link does not work any more. Please sign up again.',
  tooMany: 'Too many attempts. Please wait a moment.',
  mailSubject: 'Complete your sign-up',
  mailText: (address) => `Open this link to choose a password and complete your sign-up. It works once, within 24 hours:\n${address}\n\nIf it was not you who asked, do nothing.`,
  knownSubject: 'You have an account',
  knownText: 'Somebody asked to sign up with this address, but you have an account already: just sign in. If it was not you who asked, do nothing.',
};

export const signUpTextsOf = (language: Language): typeof zh => (language === 'en' ? en : zh);
