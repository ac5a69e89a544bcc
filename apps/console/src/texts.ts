const zh = {
  loading: '正在打开…',
  failed: '无法打开。请检查服务是否在运行,然后重试。',
  retry: '重试',
  signOut: '退出登录',
  alliance: '联合体',
  organization: '代表单位',
  noAlliance: '(不指定)',
  playground: 'GraphQL 调试台',
};
const en: typeof zh = {
  loading: 'Opening …',
  failed: 'This could not be opened. Check that the service is running and try again.',
  retry: 'Try again',
  signOut: 'Sign out',
  alliance: 'Alliance',
  organization: 'Acting for',
  noAlliance: '(none)',
  playground: 'GraphQL playground',
};

export const language: 'zh-CN' | 'en' = navigator.languages.find((tag) => /^(zh|en)/i.test(tag))?.toLowerCase().startsWith('zh') === false ? 'en' : 'zh-CN';
/** Texts in the reader's language. */
export const texts = language === 'en' ? en : zh;
