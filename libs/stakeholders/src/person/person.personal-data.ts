import type { Scope } from '@quadhelix/database';
import type { Correction, PersonalDataKind, PersonalRecord } from '@quadhelix/personal-data';
import { DateTime } from 'luxon';
import { Affiliation } from './affiliation.entity.js';
import { Participant } from './participant.entity.js';
import { Person } from './person.entity.js';

const PAGE = 500;

/** Puts a value in through the definer function, which looks at the granted request again; the audit entry commits to both values. */
const corrected = (field: 'name' | 'birthDate' | 'title', title: Correction['title'], fits: Correction['fits']): Correction => ({
  field, title, fits,
  async apply(scope, personId, organizationId, value) {
    const [person] = await scope.find(Person, { id: personId });
    const [affiliation] = await scope.find(Affiliation, { personId, organizationId }, { validFrom: 'DESC' });
    const [row] = await scope.sql<{ done: boolean }>('select correct_person($1, $2, $3, $4) as done', [personId, organizationId, field, value]);
    if (!row?.done || !person || !affiliation) return false;
    if (field === 'title') scope.audit({ subjectType: 'Affiliation', subjectId: affiliation.id, changes: { title: [affiliation.title, value] }, personal: new Set(Affiliation.personal) });
    else scope.audit({ subjectType: 'Person', subjectId: personId, changes: { [field]: [person[field], value] }, personal: new Set(Person.personal) });
    return true;
  },
});

const isText = (value: string): boolean => value.trim() === value && value.length > 0 && value.length <= 100;
const isDate = (value: string): boolean => /^(19|20)\d{2}-\d{2}-\d{2}$/.test(value) && DateTime.fromISO(value, { zone: 'utc' }).isValid;

/** Takes the person out of the alliance, and replaces what no alliance needs any more. */
async function forget(scope: Scope, personId: string, pseudonym: string): Promise<number> {
  const [affiliations, participations] = [await scope.find(Affiliation, { personId }), await scope.find(Participant, { personId })];
  const values = [
    await scope.erasePersonalValues('Person', [personId]), await scope.erasePersonalValues('Affiliation', affiliations.map(({ id }) => id)),
    await scope.erasePersonalValues('Participant', participations.map(({ id }) => id)),
  ];
  const [row] = await scope.sql<{ done: { participations: number; affiliations: number; accounts: number; entirely: boolean } }>('select forget_person($1, $2, $3) as done', [personId, pseudonym, scope.now]);
  const { participations: left = 0, affiliations: replaced = 0, accounts = 0, entirely = false } = row?.done ?? {};
  scope.audit({ subjectType: 'Person', subjectId: personId, changes: { takesPart: [true, false], known: [true, !entirely] } });
  return values.reduce((sum, each) => sum + each, 0) + left + replaced + accounts + Number(entirely);
}

async function* auditValues(scope: Scope, personId: string): AsyncGenerator<PersonalRecord> {
  const affiliations = await scope.find(Affiliation, { personId });
  yield* await scope.sql<Record<string, unknown>>(
    `select e.at, e.action, e.subject_type as "subjectType", v.field, v.side, v.value from audit_personal_values v join audit_entries e on e.tenant_id = v.tenant_id and e.id = v.entry_id
     where v.tenant_id = $1 and ((e.subject_type = 'Person' and e.subject_id = $2) or (e.subject_type = 'Affiliation' and e.subject_id = any($3))) order by e.at, v.id`,
    [scope.tenantId, personId, affiliations.map(({ id }) => id)]);
}

/** What he did himself, a page at a time. */
async function* acts(scope: Scope, personId: string): AsyncGenerator<PersonalRecord> {
  for (let last: { at: Date; id: string } | undefined, more = true; more;) {
    const page: { at: Date; id: string; action: string; subjectType: string }[] = await scope.sql(
      `select id, at, action, subject_type as "subjectType" from audit_entries where tenant_id = $1 and person_id = $2 and (at, id) > ($3::timestamptz, $4::uuid) order by at, id limit ${String(PAGE)}`,
      [scope.tenantId, personId, last?.at ?? '0001-01-01T00:00:00Z', last?.id ?? '00000000-0000-0000-0000-000000000000']);
    for (const { at, action, subjectType } of page) yield { at, action, subjectType };
    last = page.at(-1);
    more = page.length === PAGE;
  }
}

const untouched = (): Promise<number> => Promise.resolve(0);

/** What alliances hold about a person as such. */
export const stakeholdersPersonalData: readonly PersonalDataKind[] = [
  {
    name: 'person', erasesLast: true, title: { en: 'You', 'zh-CN': '您本人' },
    purpose: {
      en: 'To know who takes part. Replaced by a pseudonym once no alliance needs it. Your identity number is not stored, only a keyed fingerprint that tells whether two records are the same person.',
      'zh-CN': '用于识别参与者;不再有联合体需要时以化名替换。系统不保存您的身份证件号码,仅保存用于判断是否同一人的加密指纹。',
    },
    async *export(scope, personId): AsyncIterable<PersonalRecord> {
      for (const { name, birthDate, idNumberHmac, createdAt } of await scope.find(Person, { id: personId })) yield { name, birthDate, identityNumber: idNumberHmac === null ? null : '******************', createdAt };
    },
    erase: forget,
    corrections: [
      corrected('name', { en: 'Name', 'zh-CN': '姓名' }, isText), corrected('birthDate', { en: 'Date of birth', 'zh-CN': '出生日期' }, isDate), corrected('title', { en: 'Title', 'zh-CN': '职务' }, isText),
    ],
  },
  {
    name: 'affiliations', title: { en: 'Organizations you belong to', 'zh-CN': '您所属的单位' },
    purpose: { en: 'To know for whom you may act. Number and title are replaced when you are erased.', 'zh-CN': '用于确认您可代表的单位;删除个人信息时替换编号与职务。' },
    async *export(scope, personId): AsyncIterable<PersonalRecord> {
      yield* await scope.sql<Record<string, unknown>>(
        `select o.legal_name as organization, f.kind, f.member_number as "memberNumber", f.title, f.share_bp as "shareBp", f.valid_from as "validFrom", f.valid_until as "validUntil"
         from affiliations f left join organizations o on o.id = f.organization_id where f.person_id = $1 order by f.valid_from, f.id`, [personId]);
    },
    erase: untouched,
  },
  {
    name: 'seats', title: { en: 'Roles and participation in this alliance', 'zh-CN': '您在本联合体的角色与参与' },
    purpose: { en: 'To know what you may do here. Ended when you are erased.', 'zh-CN': '用于确认您的权限;删除个人信息时终止。' },
    async *export(scope, personId): AsyncIterable<PersonalRecord> {
      yield* await scope.sql<Record<string, unknown>>(
        `select o.legal_name as organization, s.role, s.valid_from as "validFrom", s.valid_until as "validUntil" from seats s left join organizations o on o.id = s.organization_id
         where s.tenant_id = $1 and s.person_id = $2 order by s.valid_from, s.id`, [scope.tenantId, personId]);
      yield* await scope.sql<Record<string, unknown>>(
        `select o.legal_name as organization, 'takes part' as role, p.created_at as "since" from participants p left join organizations o on o.id = p.organization_id
         where p.tenant_id = $1 and p.person_id = $2 order by p.created_at, p.id`, [scope.tenantId, personId]);
    },
    erase: untouched,
  },
  {
    name: 'accounts', title: { en: 'Your accounts', 'zh-CN': '您的账户' },
    purpose: { en: 'To sign in. Closed when you are erased entirely. Passwords are kept as one-way hashes.', 'zh-CN': '用于登录;完全删除时关闭。密码仅以单向散列保存。' },
    async *export(scope, personId): AsyncIterable<PersonalRecord> {
      yield* await scope.sql<Record<string, unknown>>('select login, email, phone, created_at as "createdAt", disabled_at as "disabledAt" from accounts_of($1)', [personId]);
    },
    erase: untouched,
  },
  {
    name: 'accountHistory', title: { en: 'Your sign-ins and what happened to your accounts', 'zh-CN': '您的登录与账户变动' },
    purpose: { en: 'So that you notice when somebody else signs in. Sign-ins 91 days, changes 400 days; removed when you are erased entirely.', 'zh-CN': '便于您发现他人登录。登录记录保存91天,变动记录保存400天;完全删除时移除。' },
    async *export(scope, personId): AsyncIterable<PersonalRecord> {
      yield* await scope.sql<Record<string, unknown>>('select at, what, device from account_history_of($1)', [personId]);
    },
    erase: untouched,
  },
  {
    name: 'appsForYou', title: { en: 'Apps that act for you', 'zh-CN': '代表您操作的应用' },
    purpose: { en: 'What you let apps of others do in your name; until you withdraw it. Ended when you are erased entirely.', 'zh-CN': '您允许他方应用代您进行的操作,直至您撤回;完全删除时终止。' },
    async *export(scope, personId): AsyncIterable<PersonalRecord> {
      yield* await scope.sql<Record<string, unknown>>('select app, scopes, until from app_grants_of($1)', [personId]);
    },
    erase: untouched,
    async withdrawConsent(scope) {
      const [row] = await scope.sql<{ ended: string }>('select end_own_app_grants() as ended');
      return Number(row?.ended ?? 0);
    },
  },
  {
    name: 'auditTrail', title: { en: 'Audit trail: values about you', 'zh-CN': '审计记录:涉及您的内容' },
    purpose: { en: 'To show who changed what; ten years. Values are removed when you are erased; the entries keep a commitment to them.', 'zh-CN': '用于说明何人更改何事,保存十年;删除个人信息时移除内容,仅保留其承诺值。' },
    export: (scope, personId) => auditValues(scope, personId),
    erase: untouched,
  },
  {
    name: 'acts', title: { en: 'Audit trail: what you did', 'zh-CN': '审计记录:您的操作' },
    purpose: { en: 'To show who did what; ten years. Stays under your pseudonym.', 'zh-CN': '用于说明何人做了何事,保存十年;以化名保留。' },
    export: (scope, personId) => acts(scope, personId),
    erase: untouched,
  },
  {
    name: 'securityLog', title: { en: 'Security log', 'zh-CN': '安全日志' },
    purpose: { en: 'Refused attempts, to look into attacks; 400 days. You are removed from it when you are erased.', 'zh-CN': '被拒绝的尝试,用于调查攻击,保存400天;删除个人信息时移除您的标识。' },
    async *export(scope, personId): AsyncIterable<PersonalRecord> {
      yield* await scope.sql<Record<string, unknown>>('select at, code, action, organization_id as "organizationId", client_id as "clientId" from security_lines_of($1)', [personId]);
    },
    erase: untouched,
  },
];
