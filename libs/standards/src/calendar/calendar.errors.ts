import { defineErrors } from '@quadhelix/access';

/** Errors of the holiday calendar. */
export const calendarErrors = defineErrors({
  CALENDAR_RANGE_TOO_LONG: {
    category: 'LIMIT',
    en: 'The calendar is read for at most {max} days at once, and the first must not be later than the last. Ask for fewer days.',
    'zh-CN': '一次最多查询 {max} 天的日历,且起始日不得晚于结束日。请缩小范围。',
  },
});
