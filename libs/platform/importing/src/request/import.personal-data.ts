import type { Scope } from '@quadhelix/database';

/** Files that somebody asked to import. (A plain object: the library that declares personal data lies above this one.) */
export const importPersonalData = {
  name: 'imports',
  title: { en: 'Imports you asked for', 'zh-CN': '您发起的导入' },
  purpose: {
    en: 'To show what became of a file. The file itself goes when the import ends; its name and the values in its problems go when you are erased.',
    'zh-CN': '用于说明导入结果。文件在导入结束时删除;删除个人信息时移除文件名及问题中的内容。',
  },
  async *export(scope: Scope, personId: string): AsyncIterable<Record<string, unknown>> {
    yield* await scope.sql(
      `select kind, file_name as "fileName", state, total, added, updated, failed, created_at as "createdAt", finished_at as "finishedAt" from imports
       where tenant_id = $1 and person_id = $2 order by created_at, id`, [scope.tenantId, personId]);
  },
  /** Also of what others import: a file may be called after him, and a row about him may stand in the problems of any. */
  async erase(scope: Scope, personId: string, pseudonym: string): Promise<number> {
    const [person] = await scope.sql<{ name: string }>('select name from people where id = $1', [personId]);
    const named = await scope.sql<{ id: string }>(
      `update imports set file_name = $3, version = version + 1 where tenant_id = $1 and (person_id = $2 or position($4 in file_name) > 0) returning id`, [scope.tenantId, personId, pseudonym, person?.name ?? pseudonym]);
    const values = await scope.erasePersonalValues('Import', named.map(({ id }) => id));
    const told = await scope.sql<{ id: string }>(
      `update imports i set problems = (select coalesce(jsonb_agg(p - 'value'), '[]') from jsonb_array_elements(i.problems) p), version = i.version + 1
       where i.tenant_id = $1 and i.problems <> '[]' and (i.person_id = $2 or position($3 in i.problems::text) > 0) returning i.id`, [scope.tenantId, personId, person?.name ?? pseudonym]);
    const waiting = await scope.sql('delete from import_files f using imports i where f.tenant_id = $1 and i.tenant_id = $1 and i.id = f.id and i.person_id = $2 returning f.id', [scope.tenantId, personId]);
    return named.length + values + told.length + waiting.length;
  },
};
