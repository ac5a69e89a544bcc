import { readFileSync } from 'node:fs';
import { importKind, type ImportKind } from '@quadhelix/importing';
import type { OrganizationService } from '../organization/organization.service.js';
import { stakeholderErrors } from '../stakeholders.errors.js';
import { parseRegionCode } from '../region.js';

/** Prefecture-level cities by province and name, of the reference data. */
function citiesByName(): ReadonlyMap<string, string> {
  const lines = readFileSync(new URL('../../../../data/cities.csv', import.meta.url), 'utf8').split(/\r?\n/).slice(1);
  return new Map(lines.flatMap((line) => {
    const [code, name, province] = line.split(',').map((cell) => cell.replaceAll('"', ''));
    return code && name && province ? [[`${province} ${name}`, code] as const] : [];
  }));
}

/**
 * The Ministry of Education's list of higher vocational colleges, into the public directory. The region is that of the city where its name is known in its
 * province, else the province.
 */
export function collegesImport(organizations: OrganizationService): ImportKind {
  let cities: ReadonlyMap<string, string> | undefined;
  return importKind({
    name: 'colleges',
    title: { en: 'Vocational colleges', 'zh-CN': '高等职业学校' },
    directory: true,
    unique: ['code'],
    columns: [
      { key: 'code', type: 'text', required: true, maxLength: 10, header: { en: 'Ministry code', 'zh-CN': '学校标识码' }, description: { en: 'Ten digits of the Ministry of Education', 'zh-CN': '教育部 10 位学校标识码' }, example: '4132010850' },
      { key: 'name', type: 'text', required: true, header: { en: 'Name', 'zh-CN': '学校名称' }, description: { en: 'Registered name', 'zh-CN': '登记名称' }, example: '南京工业职业技术大学' },
      { key: 'supervisor', type: 'text', header: { en: 'Supervising body', 'zh-CN': '主管部门' }, description: { en: 'Read, not kept', 'zh-CN': '读取但不保存' }, example: '江苏省' },
      { key: 'city', type: 'text', header: { en: 'City', 'zh-CN': '所在地' }, description: { en: 'Name of the prefecture-level city', 'zh-CN': '地级市名称' }, example: '南京市' },
      { key: 'provinceCode', type: 'text', required: true, maxLength: 2, header: { en: 'Province code', 'zh-CN': '省级代码' }, description: { en: 'GB/T 2260, two digits', 'zh-CN': 'GB/T 2260，两位' }, example: '32' },
    ],
    async apply(scope, [row]) {
      if (!row) return 'UNCHANGED';
      const province = parseRegionCode(row.provinceCode);
      if (province === undefined) throw stakeholderErrors.INVALID_REGION({ field: 'provinceCode', params: { code: row.provinceCode } });
      const [known] = await scope.sql('select id from organizations where ministry_code = $1 and directory is not null', [row.code]);
      if (known) return 'UNCHANGED';
      cities ??= citiesByName();
      const city = cities.get(`${row.provinceCode} ${row.city ?? ''}`);
      await organizations.register(scope, { sector: 'SCHOOL', legalName: row.name, ministryCode: row.code, regionCode: city?.padEnd(6, '0') ?? province, directory: 'MOE' });
      return 'ADDED';
    },
  });
}
