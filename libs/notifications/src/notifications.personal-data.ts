import type { Scope } from '@quadhelix/database';
import { eraseOwnTraces, knownElsewhere, type PersonalDataKind, type PersonalRecord } from '@quadhelix/personal-data';

const PAGE = 500;

/** Rows of a person in the alliance of the scope, by pages in the order of their ids. */
async function* rowsOf(scope: Scope, table: 'notifications' | 'deliveries', columns: string, personId: string): AsyncIterable<PersonalRecord> {
  for (let after: string | null = null; ;) {
    const rows: (PersonalRecord & { id: string })[] = await scope.sql<PersonalRecord & { id: string }>(
      `select id, ${columns} from ${table} where tenant_id = $1 and person_id = $2 and ($3::uuid is null or id > $3) order by id limit ${String(PAGE)}`, [scope.tenantId, personId, after]);
    yield* rows;
    after = rows.at(-1)?.id ?? null;
    if (rows.length < PAGE) return;
  }
}

async function erased(scope: Scope, statement: string, personId: string): Promise<number> {
  return (await scope.sql(statement, [scope.tenantId, personId])).length;
}

/**
 * Works on what is a person's own, as row-level security shows it to him: only for the product itself, which acts for him here.
 */
async function forPerson<T>(scope: Scope, personId: string, work: () => Promise<T>): Promise<T> {
  if (scope.actor.kind !== 'SYSTEM') throw new Error('Only the product itself acts for a person');
  await scope.sql(`select set_config('app.person_id', $1, true)`, [personId]);
  try {
    return await work();
  } finally {
    await scope.sql(`select set_config('app.person_id', '', true)`);
  }
}

const OWN_TABLES = ['contact_points', 'notification_settings', 'notification_preferences'] as const;
const OWN_COLUMNS: Readonly<Record<(typeof OWN_TABLES)[number], string>> = {
  contact_points: `'CONTACT_POINT' as sort, channel, address, verified_at as "verifiedAt", created_at as "createdAt"`,
  notification_settings: `'SETTINGS' as sort, language, time_zone as "timeZone", digest_hour as "digestHour", digest_weekday as "digestWeekday", quiet_from as "quietFrom", quiet_until as "quietUntil"`,
  notification_preferences: `'PREFERENCE' as sort, kind, channel, frequency, updated_at as "updatedAt"`,
};

/** Personal data that telling people brings with it. */
export const notificationPersonalData: readonly PersonalDataKind[] = [
  {
    name: 'notifications',
    title: { 'en': 'Notifications', 'zh-CN': '通知' },
    purpose: { 'en': 'What you were told in this alliance, so that you and it can look it up; for 400 days.', 'zh-CN': '本联合体告知您的事项,供您与联合体查阅,保存 400 天。' },
    export: (scope, personId) => rowsOf(scope, 'notifications', `kind, title, text, subject_type as "subjectType", subject_id as "subjectId", state, read_at as "readAt", created_at as "createdAt"`, personId),
    // An inbox is nobody else's: it goes as a whole, and with it what was to be sent.
    erase: (scope, personId) => erased(scope, 'delete from notifications where tenant_id = $1 and person_id = $2 returning id', personId),
  },
  {
    name: 'deliveries',
    title: { 'en': 'Messages sent to you', 'zh-CN': '发送给您的消息' },
    purpose: { 'en': 'When which message left for you and what became of it, without the address; for 400 days.', 'zh-CN': '何时向您发送了何种消息及其结果(不含地址),保存 400 天。' },
    export: (scope, personId) => rowsOf(scope, 'deliveries', `channel, purpose, state, attempts, code, created_at as "createdAt", ended_at as "endedAt"`, personId),
    erase: (scope, personId) => erased(scope, 'delete from deliveries where tenant_id = $1 and person_id = $2 returning id', personId),
  },
  {
    name: 'contactPoints',
    title: { 'en': 'Where and how you are reached', 'zh-CN': '联系方式与通知偏好' },
    purpose: { 'en': 'To send you what you want to be told; the same in all your alliances, until you remove it or the last of them erases you.', 'zh-CN': '用于向您发送您希望收到的通知,在您的所有联合体中通用,直至您删除或最后一个联合体删除您的信息。' },
    async *export(scope, personId) {
      for (const table of OWN_TABLES) yield* await forPerson(scope, personId, () => scope.sql(`select ${OWN_COLUMNS[table]} from ${table} where person_id = $1`, [personId]));
    },
    async erase(scope, personId) {
      let count = await eraseOwnTraces(scope, 'ContactPoint', personId);
      if (await knownElsewhere(scope, personId)) return count;
      return forPerson(scope, personId, async () => {
        for (const table of OWN_TABLES) count += (await scope.sql(`delete from ${table} where person_id = $1 returning person_id`, [personId])).length;
        return count;
      });
    },
  },
];
