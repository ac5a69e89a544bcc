import type { Scope } from '@quadhelix/database';

/** What the alliance holds of a person's requests that may be sent again: keys and times, for two days. Register it as personal data of a slice. */
export const idempotencyPersonalData = {
  name: 'repeatable-requests',
  title: { en: 'Requests that may be sent again', 'zh-CN': '可重复发送的请求' },
  purpose: {
    en: 'So that a change that is sent twice happens once. The first answer is kept for two days.',
    'zh-CN': '确保重复发送的更改只执行一次。首次应答保留两天。',
  },
  async *export(scope: Scope, personId: string): AsyncGenerator<{ key: string; at: Date; answer: string | null }> {
    yield* await scope.sql<{ key: string; at: Date; answer: string | null }>(
      'select key, created_at as at, answer from idempotency_answers where tenant_id = $1 and person_id = $2 order by created_at, key', [scope.tenantId, personId]);
  },
  /** An answer to anybody may name the person: all of the alliance lose their text. The keys stay, so that nothing happens twice. */
  async erase(scope: Scope): Promise<number> {
    const erased = await scope.sql('update idempotency_answers set answer = null where tenant_id = $1 and answer is not null returning key', [scope.tenantId]);
    return erased.length;
  },
} as const;
