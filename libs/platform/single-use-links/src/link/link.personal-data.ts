import type { Scope } from '@quadhelix/database';
import { SingleUseLink } from './link.entity.js';

/** Links that a person was sent or made. Those that are open end with him; the rest names him by his pseudonym only and goes after 400 days. */
export const linksHeld = {
  name: 'singleUseLinks',
  title: { en: 'Single-use links', 'zh-CN': '一次性链接' },
  purpose: {
    en: 'Links by which you were asked to decide something, or by which you asked somebody; kept for 400 days to show who was asked. What was decided stays with the thing itself.',
    'zh-CN': '请您决定事项的链接,或您向他人发出的链接;为证明曾向谁征询而保存 400 天。所作决定随事项本身保存。',
  },
  async *export(scope: Scope, personId: string): AsyncIterable<Record<string, unknown>> {
    yield* await scope.sql(
      `select id, kind, subject_type as "subjectType", subject_id as "subjectId", state, choice, person_id = $2 as "sentToYou", created_at as "createdAt", expires_at as "expiresAt", used_at as "usedAt"
       from single_use_links where tenant_id = $1 and (person_id = $2 or made_by = $2) order by created_at, id`, [scope.tenantId, personId]);
  },
  async erase(scope: Scope, personId: string): Promise<number> {
    const found = await scope.find(SingleUseLink, { personId, state: 'OPEN' });
    const open = (await scope.manyForUpdate(SingleUseLink, found.map(({ id }) => id))).filter(({ state }) => state === 'OPEN');
    for (const link of open) link.revoke(scope.now);
    await scope.save(open);
    return open.length;
  },
};
