import { ROLES, type Role } from '@quadhelix/access';
import type { Words } from '@quadhelix/importing';

export const sectorChoices = [
  { value: 'GOVERNMENT', label: { en: 'Government', 'zh-CN': '政府' } },
  { value: 'INDUSTRY', label: { en: 'Industry', 'zh-CN': '企业' } },
  { value: 'SCHOOL', label: { en: 'School', 'zh-CN': '学校' } },
  { value: 'SOCIETY', label: { en: 'Society', 'zh-CN': '社会组织' } },
] as const;

export const affiliationChoices = [
  { value: 'STAFF', label: { en: 'Staff', 'zh-CN': '职工' } },
  { value: 'STUDENT', label: { en: 'Student', 'zh-CN': '学生' } },
  { value: 'MEMBER', label: { en: 'Member', 'zh-CN': '成员' } },
] as const;

/** What files and notices call the roles of people. An app's role is no seat. */
export const roleWords: Readonly<Record<Exclude<Role, 'API_CLIENT'>, Words>> = {
  ALLIANCE_ADMIN: { en: 'Alliance administrator', 'zh-CN': '联合体管理员' },
  GOVERNMENT_LIAISON: { en: 'Government liaison', 'zh-CN': '政府联络员' },
  GOVERNMENT_AUDITOR: { en: 'Government auditor', 'zh-CN': '政府审计员' },
  INDUSTRY_COORDINATOR: { en: 'Industry coordinator', 'zh-CN': '企业联络员' },
  INDUSTRY_MENTOR: { en: 'Industry mentor', 'zh-CN': '企业导师' },
  INDUSTRY_FINANCE: { en: 'Industry finance', 'zh-CN': '企业财务' },
  SCHOOL_COORDINATOR: { en: 'School coordinator', 'zh-CN': '学校联络员' },
  SCHOOL_TEACHER: { en: 'School teacher', 'zh-CN': '校内指导教师' },
  SCHOOL_PROGRAMME_LEAD: { en: 'Programme lead', 'zh-CN': '专业负责人' },
  SOCIETY_OBSERVER: { en: 'Society observer', 'zh-CN': '社会观察员' },
  SOCIETY_ASSESSOR: { en: 'Society assessor', 'zh-CN': '社会评估员' },
  GUARDIAN: { en: 'Guardian', 'zh-CN': '监护人' },
  APPRENTICE: { en: 'Apprentice', 'zh-CN': '学徒' },
};

const roleByWord = new Map<string, Role>(
  ROLES.flatMap((role) => (role === 'API_CLIENT' ? [] : [role, ...Object.values(roleWords[role])].map((word): [string, Role] => [word.toLowerCase(), role]))),
);

/** Roles that a cell lists, separated by comma, semicolon, 、 or |; the word that is none where there is one. */
export function readRoles(text: string): { roles: Role[] } | { unknown: string } {
  const words = text.split(/[,;|，；、\n]/).map((word) => word.trim()).filter((word) => word !== '');
  const unknown = words.find((word) => !roleByWord.has(word.toLowerCase()));
  if (unknown !== undefined) return { unknown };
  return { roles: [...new Set(words.map((word) => roleByWord.get(word.toLowerCase()) as Role))] };
}

/** Codes as people type them: full-width characters and blanks put right, upper case. */
export const tidyCode = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
