/** A sort of file that is taken in: its media type, and how names of it may end. */
interface FileType {
  readonly contentType: string;
  readonly extensions: readonly string[];
}

const TYPES = {
  pdf: { contentType: 'application/pdf', extensions: ['pdf'] },
  png: { contentType: 'image/png', extensions: ['png'] },
  jpeg: { contentType: 'image/jpeg', extensions: ['jpg', 'jpeg'] },
  webp: { contentType: 'image/webp', extensions: ['webp'] },
  docx: { contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', extensions: ['docx'] },
  xlsx: { contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', extensions: ['xlsx'] },
  csv: { contentType: 'text/csv', extensions: ['csv'] },
  text: { contentType: 'text/plain', extensions: ['txt'] },
  zip: { contentType: 'application/zip', extensions: ['zip'] },
} as const satisfies Record<string, FileType>;

const MEBIBYTE = 1024 * 1024;

export const FILE_PURPOSES = ['EVIDENCE', 'DOCUMENT', 'TABLE'] as const;
/** What a file is uploaded for: decides which types are taken, and how large. */
export type FilePurpose = (typeof FILE_PURPOSES)[number];

/** What is taken in for each purpose, and up to which size in bytes. SVG and HTML never: they run in the reader's browser. */
export const PURPOSES: Readonly<Record<FilePurpose, { readonly types: readonly FileType[]; readonly maxBytes: number }>> = {
  EVIDENCE: { types: Object.values(TYPES), maxBytes: 32 * MEBIBYTE },
  DOCUMENT: { types: [TYPES.pdf, TYPES.png, TYPES.jpeg, TYPES.webp, TYPES.docx], maxBytes: 20 * MEBIBYTE },
  TABLE: { types: [TYPES.csv, TYPES.text, TYPES.xlsx], maxBytes: 8 * MEBIBYTE },
};

/** The type with this media type, where the purpose takes it. */
export const typeFor = (purpose: FilePurpose, contentType: string): FileType | undefined => PURPOSES[purpose].types.find((type) => type.contentType === contentType);

/** Is it a type without magic bytes, told by being text? */
export const isText = (contentType: string): boolean => contentType === TYPES.csv.contentType || contentType === TYPES.text.contentType;

/** The part that makes an archive what it says to be; undefined where any content will do. */
export const mainPartOf = (contentType: string): string | undefined =>
  contentType === TYPES.docx.contentType ? 'word/document.xml' : contentType === TYPES.xlsx.contentType ? 'xl/workbook.xml' : undefined;

/** Is it an archive of the ZIP form? */
export const isArchive = (contentType: string): boolean => contentType === TYPES.zip.contentType || mainPartOf(contentType) !== undefined;
