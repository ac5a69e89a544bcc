import type { BilingualText } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import type { Notice, NoticeKind } from '@quadhelix/mail';
import { eraseOwnTraces, type PersonalDataKind, type PersonalRecord } from '@quadhelix/personal-data';
import { schedule } from '@quadhelix/outbox';
import type { SearchKind } from '@quadhelix/search';
import { fileAccess } from './file.access.js';
import { FileUse } from './file-use.entity.js';
import { File } from './file.entity.js';
import { FILE_PURGE } from './file.due.js';
import { extensionOf } from './file.name.js';
import type { FileRejection } from './file.states.js';

const PAGE = 200;

/** Files are found by their names, by their own people. What others read is found by what it belongs to. */
export const fileSearch: SearchKind = {
  type: 'File', read: fileAccess.read, of: ['File'],
  touched: (_scope, changed) => Promise.resolve(changed.File ?? []),
  async entries(scope, subjectIds) {
    const files = await scope.find(File, { id: subjectIds, state: 'READY' });
    return files.map((file) => ({ subjectId: file.id, title: file.name, text: file.name, parties: file.parties(), personId: file.personId }));
  },
  async after(scope, subjectId, limit) {
    const rows = await scope.sql<{ id: string }>(
      `select id from files where tenant_id = $1 and ($2::uuid is null or id > $2) order by id limit $3`, [scope.tenantId, subjectId, limit]);
    return rows.map(({ id }) => id);
  },
};

const WHY: Readonly<Record<FileRejection, BilingualText>> = {
  NOT_UPLOADED: { en: 'no bytes came', 'zh-CN': '未收到内容' },
  SIZE_DIFFERS: { en: 'its size is not the announced one', 'zh-CN': '大小与申报不符' },
  HASH_DIFFERS: { en: 'its content is not the announced one', 'zh-CN': '内容与申报不符' },
  TYPE_DIFFERS: { en: 'it is of another type than it says', 'zh-CN': '类型与申报不符' },
  DAMAGED: { en: 'it is damaged or encrypted', 'zh-CN': '文件损坏或已加密' },
  UNSAFE: { en: 'something in it could harm its readers', 'zh-CN': '内容可能危害读者' },
};
const FOUND: BilingualText = { en: 'the scanner found something dangerous in it', 'zh-CN': '扫描发现危险内容' };

/** The uploader is told that nothing came of his file. */
const refused = (name: string, event: string): NoticeKind => ({
  name, event, by: 'AT_ONCE',
  title: { en: 'An uploaded file was refused', 'zh-CN': '上传的文件未被接受' },
  notices(_scope, { subjectId, payload }): Promise<readonly Notice[]> {
    const { personId, rejection } = payload as { personId: string; rejection: FileRejection | null };
    const why = rejection === null ? FOUND : WHY[rejection];
    return Promise.resolve([{
      to: [{ personId }], subjectType: 'File', subjectId,
      title: { en: 'A file you uploaded was refused', 'zh-CN': '您上传的文件未被接受' },
      text: { en: `It cannot be used: ${why.en}. Choose the file again and upload it anew.`, 'zh-CN': `该文件无法使用:${why['zh-CN']}。请重新选择文件并上传。` },
    }]);
  },
});

export const fileRejected = refused('file.rejected', 'file.rejected');
export const fileQuarantined = refused('file.quarantined', 'file.quarantined');

/** Files that a person uploaded. What belongs to something stays, under another name: it is the organization's, and others relied on its bytes. */
export const fileRecords: PersonalDataKind = {
  name: 'files',
  title: { en: 'Files you uploaded', 'zh-CN': '您上传的文件' },
  purpose: {
    en: 'Papers of your organization: evidence for as long as promises are judged by it; uploads that came to nothing for 30 days. Names are removed when you are erased; so are files that nothing rests on.',
    'zh-CN': '您所在单位的文件:作为佐证保存至履约评价不再需要;未成功的上传保存 30 天。删除个人信息时移除文件名,并删除未被引用的文件。',
  },
  async *export(scope, personId): AsyncGenerator<PersonalRecord> {
    for (let last: File | undefined, more = true; more; ) {
      const page = await pageOf(scope, personId, last?.id ?? null);
      for (const { name, purpose, contentType, byteSize, sha256, state, createdAt } of page) yield { name, purpose, contentType, byteSize, sha256, state, createdAt: createdAt.toISOString() };
      last = page.at(-1);
      more = page.length === PAGE;
    }
  },
  async erase(scope, personId, pseudonym) {
    let touched = 0;
    for (let last: string | null = null, more = true; more; ) {
      const page = await pageOf(scope, personId, last);
      await erasePage(scope, page, pseudonym);
      touched += page.length;
      last = page.at(-1)?.id ?? null;
      more = page.length === PAGE;
    }
    return touched + await eraseOwnTraces(scope, 'File', personId);
  },
};

const pageOf = (scope: Scope, personId: string, after: string | null): Promise<File[]> =>
  scope.select(File, `where tenant_id = $1 and person_id = $2 and ($3::uuid is null or id > $3) order by id limit ${String(PAGE)}`, [scope.tenantId, personId, after]);

/** No name says any more who it was; what nothing rests on goes wholly, bytes too, with the worker's next look at due times. */
async function erasePage(scope: Scope, page: readonly File[], pseudonym: string): Promise<void> {
  const files = await scope.manyForUpdate(File, page.map(({ id }) => id));
  const used = new Set((await scope.find(FileUse, { fileId: files.map(({ id }) => id) })).map(({ fileId }) => fileId));
  for (const file of files) {
    file.name = `${pseudonym}.${extensionOf(file.name)}`;
    if (!used.has(file.id) && file.discard(scope.now)) await schedule(scope, FILE_PURGE, file.id, scope.now);
  }
  await scope.save(files);
}
