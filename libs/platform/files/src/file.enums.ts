import { registerEnumType } from 'type-graphql';

export const FilePurposeEnum = { EVIDENCE: 'EVIDENCE', DOCUMENT: 'DOCUMENT', TABLE: 'TABLE' } as const;
registerEnumType(FilePurposeEnum, {
  name: 'FilePurpose', description: 'What a file is uploaded for: decides which types are taken, and how large.',
  valuesConfig: {
    EVIDENCE: { description: 'To show how far a promise was kept: PDF, PNG, JPEG, WebP, docx, xlsx, CSV, plain text or ZIP, up to 32 MiB.' },
    DOCUMENT: { description: 'A paper: PDF, PNG, JPEG, WebP or docx, up to 20 MiB.' },
    TABLE: { description: 'Rows: CSV, plain text or xlsx, up to 8 MiB.' },
  },
});

export const FileStateEnum = { AWAITING_UPLOAD: 'AWAITING_UPLOAD', CHECKING: 'CHECKING', READY: 'READY', REJECTED: 'REJECTED', QUARANTINED: 'QUARANTINED', EXPIRED: 'EXPIRED' } as const;
registerEnumType(FileStateEnum, {
  name: 'FileState', description: 'Where a file stands.',
  valuesConfig: {
    AWAITING_UPLOAD: { description: 'Announced; its bytes are waited for, for an hour.' }, CHECKING: { description: 'Its bytes are being checked.' },
    READY: { description: 'Can be used and fetched.' }, REJECTED: { description: 'Its bytes are not what was announced; see rejection.' },
    QUARANTINED: { description: 'A scanner found something dangerous in it; nobody can fetch it.' }, EXPIRED: { description: 'Never completed, or discarded when the data of its uploader were erased.' },
  },
});

export const FileRejectionEnum = {
  NOT_UPLOADED: 'NOT_UPLOADED', SIZE_DIFFERS: 'SIZE_DIFFERS', HASH_DIFFERS: 'HASH_DIFFERS', TYPE_DIFFERS: 'TYPE_DIFFERS', DAMAGED: 'DAMAGED', UNSAFE: 'UNSAFE',
} as const;
registerEnumType(FileRejectionEnum, {
  name: 'FileRejection', description: 'Why a file was rejected.',
  valuesConfig: {
    NOT_UPLOADED: { description: 'No bytes came.' }, SIZE_DIFFERS: { description: 'More or fewer bytes came than announced.' }, HASH_DIFFERS: { description: 'Other bytes came than announced.' },
    TYPE_DIFFERS: { description: 'The bytes are of another type than announced; see detectedType.' }, DAMAGED: { description: 'The bytes are no whole file of their type, or are encrypted.' },
    UNSAFE: { description: 'Two files in one, macros or programs inside, paths that lead out of an archive, or an archive that unpacks to too much.' },
  },
});
