import { defineErrors } from '@quadhelix/access';

/** Errors of the change feed. */
export const changeErrors = defineErrors({
  CHANGES_EXPIRED: {
    category: 'CONFLICT',
    en: 'Changes after this cursor are no longer kept ({days} days). Make your copy anew: take changeCursor, read the lists, and go on from it.',
    'zh-CN': '此游标之后的变更已不再保留(保留 {days} 天)。请重新建立副本:先取 changeCursor,再读取各列表,然后从该游标继续。',
  },
  CHANGES_TYPE_UNKNOWN: {
    category: 'INVALID',
    en: 'There are no changes of a type "{type}". Possible: {types}.',
    'zh-CN': '没有类型 “{type}” 的变更。可用类型:{types}。',
  },
});
