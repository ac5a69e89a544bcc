import type { BilingualText, Role } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import type { DueKind } from '@quadhelix/outbox';
import { SPOKESPEOPLE } from './request.access.js';
import { PersonalDataRequest } from './request.entity.js';
import { REQUEST_DUE } from './request.service.js';
import type { RequestKind } from './request.states.js';

const KINDS: Readonly<Record<RequestKind, BilingualText>> = {
  EXPORT: { en: 'an export', 'zh-CN': '导出' }, CORRECTION: { en: 'a correction', 'zh-CN': '更正' },
  CONSENT_WITHDRAWAL: { en: 'a withdrawal of consent', 'zh-CN': '撤回同意' }, ERASURE: { en: 'an erasure', 'zh-CN': '删除' },
};
const ADMINISTRATORS: readonly Role[] = ['ALLIANCE_ADMIN'];

/** A correction or an erasure that was asked for waits for whoever speaks for the holder, and for the administrators. (A plain object: readers, which declares work, lies beside this library.) */
export const decisionWork = {
  name: 'personalDataRequest.decide',
  type: 'PersonalDataRequest',
  of: [],
  touched: () => Promise.resolve([]),
  async items(scope: Scope, ids: readonly string[]) {
    const open = await scope.find(PersonalDataRequest, { id: ids, state: 'REQUESTED' });
    return open.flatMap(({ id, kind, organizationId, createdAt, dueOn }) => [{ organizationId, roles: SPOKESPEOPLE }, { organizationId: null, roles: ADMINISTRATORS }].map((waitsFor) => ({
      subjectType: 'PersonalDataRequest', subjectId: id, waitsFor, since: createdAt, dueOn,
      title: { en: `Decide on ${KINDS[kind].en} of personal data`, 'zh-CN': `处理个人信息${KINDS[kind]['zh-CN']}请求` },
    })));
  },
  async after(scope: Scope, id: string | null, limit: number): Promise<readonly string[]> {
    const rows = await scope.sql<{ id: string }>('select id from personal_data_requests where tenant_id = $1 and ($2::uuid is null or id > $2) order by id limit $3', [scope.tenantId, id, limit]);
    return rows.map((row) => row.id);
  },
};

/** The day has come and nobody has answered: a fact which others react to. */
export const requestDue: DueKind = {
  kind: REQUEST_DUE,
  async handle(scope, id) {
    const [request] = await scope.find(PersonalDataRequest, { id });
    if (request?.state !== 'REQUESTED' && request?.state !== 'GRANTED') return;
    const { kind, state, personId, organizationId } = request;
    scope.record({ type: 'personalDataRequest.overdue', subjectType: 'PersonalDataRequest', subjectId: id, payload: { kind, state, personId, organizationId } });
  },
};

interface Told {
  subjectId: string;
  payload: Readonly<Record<string, unknown>>;
}

const notice = (event: string, to: 'holder' | 'person', title: BilingualText, text: BilingualText) => ({
  name: `personalDataRequest.${event}`, title, event: `personalDataRequest.${event}`, by: 'AT_ONCE' as const,
  notices(_scope: Scope, { subjectId, payload }: Told) {
    const { kind, personId, organizationId } = payload as { kind: RequestKind; personId: string; organizationId: string };
    // An export and a withdrawal of consent wait for nobody; who was erased can be told nothing.
    if (to === 'holder' && (kind === 'EXPORT' || kind === 'CONSENT_WITHDRAWAL')) return Promise.resolve([]);
    if (event === 'done' && kind === 'ERASURE') return Promise.resolve([]);
    const words = KINDS[kind];
    const filled = { en: text.en.replace('{kind}', words.en), 'zh-CN': text['zh-CN'].replace('{kind}', words['zh-CN']) };
    return Promise.resolve([{ to: [to === 'person' ? { personId } : { organizationId, roles: SPOKESPEOPLE }], title, text: filled, subjectType: 'PersonalDataRequest', subjectId }]);
  },
});

/** Who is told of what. */
export const requestNotices = [
  notice('asked', 'holder', { en: 'A request about personal data', 'zh-CN': '个人信息请求' },
    { en: 'Somebody of your organization asks for {kind} of his personal data. Decide before the day it is due.', 'zh-CN': '贵单位有人请求{kind}其个人信息。请在期限前处理。' }),
  notice('overdue', 'holder', { en: 'A request about personal data is overdue', 'zh-CN': '个人信息请求已逾期' },
    { en: 'A request for {kind} of personal data was due and has no answer. The law demands one in time: decide now.', 'zh-CN': '一项{kind}个人信息的请求已到期而未答复。法律要求及时处理,请立即处理。' }),
  notice('decided', 'person', { en: 'Your request about personal data was decided', 'zh-CN': '您的个人信息请求已处理' },
    { en: 'Your request for {kind} of your personal data was decided. See the request for the answer.', 'zh-CN': '您{kind}个人信息的请求已有答复,请查看该请求。' }),
  notice('done', 'person', { en: 'Your request about personal data is done', 'zh-CN': '您的个人信息请求已办结' },
    { en: 'Your request for {kind} of your personal data is done. An export can be downloaded for seven days.', 'zh-CN': '您{kind}个人信息的请求已办结。导出内容七日内可下载。' }),
];
