import type { Scope } from '@quadhelix/database';
import { importKind, type ImportKind } from '@quadhelix/importing';
import { Person } from '../person/person.entity.js';
import type { PersonFacts, PersonService } from '../person/person.service.js';
import { Seat } from '../seat/seat.entity.js';
import type { SeatService } from '../seat/seat.service.js';
import { personAccess } from '../stakeholders.access.js';
import { stakeholderErrors } from '../stakeholders.errors.js';
import { identityHmac, isIdentityNumber } from './identity-number.js';
import { authorizeNamed, findPersonNumbered, knownOrganization } from './organization.lookup.js';
import { affiliationChoices, readRoles, tidyCode } from './words.js';

/** People of member organizations with their seats. Known by the organization's own number; facts of somebody who is known stay as they are. */
export const peopleImport = (people: PersonService, seats: SeatService): ImportKind =>
  importKind({
    name: 'people',
    title: { en: 'People', 'zh-CN': '人员' },
    action: personAccess.register,
    fields: { organizationId: 'organization', personId: 'memberNumber', role: 'roles' },
    unique: ['organization', 'memberNumber'],
    columns: [
      { key: 'organization', type: 'text', required: true, header: { en: 'Organization', 'zh-CN': '单位' }, description: { en: 'Credit code, ministry code or exact name of a member', 'zh-CN': '成员单位的信用代码、标识码或全称' }, example: '云河职业技术学院（示例）', aliases: ['所属单位'] },
      { key: 'memberNumber', type: 'text', required: true, maxLength: 64, header: { en: 'Number', 'zh-CN': '编号' }, description: { en: "The organization's own number: staff or student number", 'zh-CN': '单位内部编号：工号或学号' }, example: '2024010123', aliases: ['学号', '工号', 'Member number'] },
      { key: 'name', type: 'text', required: true, maxLength: 100, personal: true, header: { en: 'Person', 'zh-CN': '姓名' }, description: { en: 'Full name', 'zh-CN': '姓名' }, example: '李薇（示例）', aliases: ['Full name'] },
      { key: 'birthDate', type: 'date', personal: true, header: { en: 'Birth date', 'zh-CN': '出生日期' }, description: { en: 'Blank is unknown, which is not adult', 'zh-CN': '留空表示未知，不视为成年' }, example: '2009-05-17' },
      { key: 'kind', type: 'choice', required: true, header: { en: 'Belongs as', 'zh-CN': '身份' }, description: { en: 'How the person belongs to the organization', 'zh-CN': '与单位的关系' }, example: 'STUDENT', choices: affiliationChoices },
      { key: 'title', type: 'text', maxLength: 100, header: { en: 'Title', 'zh-CN': '职务' }, description: { en: 'Title or class', 'zh-CN': '职务或班级' }, example: '' },
      { key: 'share', type: 'percent', min: 1, max: 10_000, header: { en: 'Share', 'zh-CN': '工作占比' }, description: { en: 'Part of the full time; blank is 100 %', 'zh-CN': '占全部工作时间的比例，留空为 100%' }, example: '100%' },
      { key: 'validFrom', type: 'date', required: true, header: { en: 'From', 'zh-CN': '开始日期' }, description: { en: 'First day', 'zh-CN': '第一天' }, example: '2024-09-01' },
      { key: 'validUntil', type: 'date', header: { en: 'Until', 'zh-CN': '结束日期' }, description: { en: 'Last day; blank is open', 'zh-CN': '最后一天，留空为长期' }, example: '' },
      { key: 'roles', type: 'text', maxLength: 400, header: { en: 'Roles', 'zh-CN': '角色' }, description: { en: 'Seats in the alliance, separated by semicolons', 'zh-CN': '在联合体中的席位，以分号分隔' }, example: { en: 'Apprentice', 'zh-CN': '学徒' } },
      { key: 'idNumber', type: 'text', maxLength: 18, personal: true, tidy: tidyCode, header: { en: 'Identity number', 'zh-CN': '身份证号' }, description: { en: 'Tells the same person in two organizations; only a keyed hash is kept', 'zh-CN': '用于识别同一人，仅保存加密摘要' }, example: '',
        check: (text) => (isIdentityNumber(text) ? undefined : stakeholderErrors.INVALID_IDENTITY_NUMBER({ field: 'idNumber' })) },
    ],
    async apply(scope, [row]) {
      if (!row) return 'UNCHANGED';
      const read = readRoles(row.roles ?? '');
      if ('unknown' in read) throw stakeholderErrors.ROLE_UNKNOWN({ field: 'roles', params: { role: read.unknown } });
      const { id: organizationId } = await knownOrganization(scope, row.organization, 'organization');
      authorizeNamed(scope, personAccess.register, { parties: () => ({ organization: organizationId }) });
      const known = await findPersonNumbered(scope, organizationId, row.memberNumber);
      const facts: PersonFacts = {
        organizationId, memberNumber: row.memberNumber, name: row.name, birthDate: row.birthDate ?? null, idNumberHmac: row.idNumber === undefined ? null : identityHmac(scope, row.idNumber),
        kind: row.kind, title: row.title ?? null, shareBp: row.share ?? null, validFrom: row.validFrom, validUntil: row.validUntil ?? null,
      };
      const personId = known ?? (await people.register(scope, facts));
      await demandSamePerson(scope, personId, facts);
      const held = known === undefined ? [] : await scope.find(Seat, { personId, organizationId });
      const missing = read.roles.filter((role) => !held.some((seat) => seat.role === role));
      for (const role of missing) await seats.assign(scope, { organizationId, personId, role, validFrom: row.validFrom, validUntil: row.validUntil ?? null });
      if (known === undefined) return 'ADDED';
      return missing.length > 0 ? 'UPDATED' : 'UNCHANGED';
    },
  });

/** A number that belongs to somebody else is a mistake of the file, not a change of name. */
async function demandSamePerson(scope: Scope, id: string, facts: PersonFacts): Promise<void> {
  const [person] = await scope.find(Person, { id });
  if (person && person.name !== facts.name) throw stakeholderErrors.PERSON_DIFFERS({ field: 'name' });
  if (person && facts.birthDate != null && person.birthDate !== null && person.birthDate !== facts.birthDate) throw stakeholderErrors.PERSON_DIFFERS({ field: 'birthDate' });
}
