import { defineErrors } from '@quadhelix/access';

/** Errors of asking for something by its name. */
export const searchErrors = defineErrors({
  SEARCH_TEXT_EMPTY: {
    category: 'INVALID',
    en: 'There is nothing to look for. Write at least one character that can be seen.',
    'zh-CN': '没有可查找的内容。请至少输入一个可见字符。',
  },
  SEARCH_TEXT_TOO_LONG: {
    category: 'INVALID',
    en: 'A search has at most {characters} characters in {words} words. Leave words out.',
    'zh-CN': '检索内容最多 {characters} 个字符、{words} 个词。请删去一些词。',
  },
  SEARCH_KIND_UNKNOWN: {
    category: 'INVALID',
    en: 'Search finds no "{kind}". It finds: {known}.',
    'zh-CN': '检索不包含“{kind}”。可检索:{known}。',
  },
});
