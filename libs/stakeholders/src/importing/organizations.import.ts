import { DateTime } from 'luxon';
import { platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { importKind, type ImportKind } from '@quadhelix/importing';
import { Membership } from '../membership/membership.entity.js';
import type { MembershipService } from '../membership/membership.service.js';
import { readCodes } from '../organization/organization.codes.js';
import type { OrganizationFacts } from '../organization/organization.service.js';
import { membershipAccess } from '../stakeholders.access.js';
import { stakeholderErrors } from '../stakeholders.errors.js';
import { organizationNamed, organizationsNamed } from './organization.lookup.js';
import { sectorChoices, tidyCode } from './words.js';

/** Organizations of an alliance: registers and invites those that are not there. Facts of one that is registered already stay as they are. */
export const organizationsImport = (memberships: MembershipService): ImportKind =>
  importKind({
    name: 'organizations',
    title: { en: 'Organizations', 'zh-CN': '单位' },
    action: membershipAccess.invite,
    unique: ['legalName', 'uscc', 'regionCode'],
    columns: [
      { key: 'legalName', type: 'text', required: true, header: { en: 'Name', 'zh-CN': '单位名称' }, description: { en: 'Registered name', 'zh-CN': '登记名称' }, example: '锐芯电池有限公司（示例）', aliases: ['名称', 'Organization'] },
      { key: 'sector', type: 'choice', required: true, header: { en: 'Sector', 'zh-CN': '类别' }, description: { en: 'Which of the four sides it stands on', 'zh-CN': '四方中的哪一方' }, example: 'INDUSTRY', choices: sectorChoices },
      { key: 'uscc', type: 'text', maxLength: 18, tidy: tidyCode, header: { en: 'Credit code', 'zh-CN': '统一社会信用代码' }, description: { en: 'Unified social credit code, 18 characters', 'zh-CN': '18 位统一社会信用代码' }, example: '91320100YY000000X0' },
      { key: 'ministryCode', type: 'text', maxLength: 10, tidy: tidyCode, header: { en: 'Ministry code', 'zh-CN': '学校标识码' }, description: { en: 'Ten digits of the Ministry of Education; schools only', 'zh-CN': '教育部 10 位学校标识码，仅学校填写' }, example: '4132010850' },
      { key: 'regionCode', type: 'text', required: true, maxLength: 6, header: { en: 'Region code', 'zh-CN': '行政区划代码' }, description: { en: 'GB/T 2260, 2 to 6 digits', 'zh-CN': 'GB/T 2260，2 至 6 位' }, example: '320100' },
      { key: 'parent', type: 'text', header: { en: 'Parent', 'zh-CN': '上级单位' }, description: { en: 'Credit code, ministry code or exact name of an organization that stands above or is known', 'zh-CN': '上级单位的信用代码、标识码或全称，须已登记或位于前面的行' }, example: '' },
      { key: 'staffCount', type: 'integer', min: 0, max: 10_000_000, header: { en: 'Staff', 'zh-CN': '在岗职工数' }, description: { en: 'People on post; blank is unknown', 'zh-CN': '在岗人数，留空表示未知' }, example: '480' },
      { key: 'staffCountOn', type: 'date', header: { en: 'Staff counted on', 'zh-CN': '职工数统计日期' }, description: { en: 'Day of the count', 'zh-CN': '统计日期' }, example: '2026-01-01' },
      { key: 'acceptedOn', type: 'date', header: { en: 'Accepted on', 'zh-CN': '接受邀请日期' }, description: { en: 'Day on which the organization consented. Only the operator may state it; otherwise it accepts by itself', 'zh-CN': '单位同意加入的日期。仅运维人员可填；否则由单位自行接受' }, example: '' },
    ],
    async apply(scope, [row], { timeZone }) {
      if (!row) return 'UNCHANGED';
      const consented = row.acceptedOn;
      if (consented !== undefined && scope.actor.kind !== 'SYSTEM') throw stakeholderErrors.CONSENT_NOT_YOURS({ field: 'acceptedOn' });
      if ((row.staffCount === undefined) !== (row.staffCountOn === undefined)) throw platformErrors.INPUT_INVALID({ field: 'staffCountOn', params: { problem: 'staff and its day go together' } });
      if (row.ministryCode !== undefined && !/^\d{10}$/.test(row.ministryCode)) throw platformErrors.INPUT_INVALID({ field: 'ministryCode', params: { problem: 'ten digits' } });
      scope.authorize(membershipAccess.invite);
      const codes = readCodes({ regionCode: row.regionCode, uscc: row.uscc ?? null });
      const parent = row.parent === undefined ? null : await organizationNamed(scope, row.parent, 'parent');
      const facts: OrganizationFacts = {
        ...codes, legalName: row.legalName, sector: row.sector, ministryCode: row.ministryCode ?? null, parentId: parent?.id ?? null, staffCount: row.staffCount ?? null, staffCountOn: row.staffCountOn ?? null,
      };
      const organizationId = await visibleId(scope, facts);
      const [known] = organizationId === undefined ? [] : await scope.find(Membership, { organizationId });
      if (known?.state === 'WITHDRAWN' || known?.state === 'EXPELLED') throw stakeholderErrors.MEMBERSHIP_ENDED({ field: 'legalName' });
      const membership = known ?? (await memberships.invite(scope, organizationId === undefined ? facts : { organizationId }));
      const accepts = membership.state === 'INVITED' && consented !== undefined;
      if (accepts) await memberships.step(scope, membership.id, 'accept', null, DateTime.fromISO(consented, { zone: timeZone }).toJSDate());
      if (!known) return 'ADDED';
      return accepts ? 'UPDATED' : 'UNCHANGED';
    },
  });

/** The organization of a row among those that the alliance can see: by its codes, or by its name where it has none. */
async function visibleId(scope: Scope, { uscc, ministryCode, legalName }: OrganizationFacts): Promise<string | undefined> {
  const codes = [uscc, ministryCode].filter((code) => code != null);
  for (const text of codes.length > 0 ? codes : [legalName]) {
    const found = await organizationsNamed(scope, text);
    if (found.length > 1) throw stakeholderErrors.ORGANIZATION_AMBIGUOUS({ field: 'legalName' });
    if (found[0]) return found[0].id;
  }
  return undefined;
}
