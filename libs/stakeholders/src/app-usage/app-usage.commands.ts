import { DateTime } from 'luxon';
import { platformErrors } from '@quadhelix/access';
import type { Command } from '@quadhelix/service';
import { usedMembers } from './app-usage.queries.js';

/** What an operator sees of all apps. */
export const apiUsageList: Command = {
  name: 'api-usage-list',
  summary: 'Which clients used what of the API in the last days; without --members all, only what is to leave.',
  options: {
    client: { value: 'client id; all unless told', required: false },
    days: { value: 'how many days back, 1 to 400; 30 unless told', required: false },
    members: { value: 'all', required: false },
  },
  async run(database, options, say) {
    const days = Number(options.days ?? 30);
    if (!Number.isInteger(days) || days < 1 || days > 400) throw platformErrors.INPUT_INVALID({ field: 'days', params: { problem: { en: 'a whole number from 1 to 400', 'zh-CN': '须为 1 至 400 的整数' } } });
    const today = DateTime.fromJSDate(database.now(), { zone: 'utc' });
    const span = { from: today.minus({ days: days - 1 }).toISODate() ?? '', until: today.toISODate() ?? '', leaving: options.members !== 'all' };
    const used = await database.system(null, 'api-usage-list', (scope) => usedMembers(scope, options.client ?? null, span), { readOnly: true });
    for (const { clientId, member, uses, lastUsedAt, leavesAfter } of used) {
      say([String(clientId), member, `${String(uses)} operations`, `last ${lastUsedAt.toISOString()}`, ...(leavesAfter === null ? [] : [`leaves after ${leavesAfter}`])].join(' | '));
    }
    if (used.length === 0) say(`No client used ${span.leaving ? 'anything that is to leave' : 'anything'} from ${span.from} to ${span.until}`);
  },
};
