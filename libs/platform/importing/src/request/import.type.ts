import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Length } from 'class-validator';
import { Bounded, connectionOf, Instant, Node, Personal, type Ref } from '@quadhelix/graphql';
import type { ImportProblem } from '../problem.js';
import type { ImportMode, ImportState } from './import.entity.js';

export const ImportStateEnum = { QUEUED: 'QUEUED', RUNNING: 'RUNNING', WRITTEN: 'WRITTEN', CHECKED: 'CHECKED', REFUSED: 'REFUSED', FAILED: 'FAILED' } as const;
registerEnumType(ImportStateEnum, {
  name: 'ImportState', description: 'Where an import stands.',
  valuesConfig: {
    QUEUED: { description: 'Waits for the worker.' }, RUNNING: { description: 'Being read; see done and total.' }, WRITTEN: { description: 'Done: the good records are stored.' },
    CHECKED: { description: 'A dry run is done: nothing was stored, the counts say what would happen.' }, REFUSED: { description: 'Nothing was stored, because of the problems.' },
    FAILED: { description: 'Stopped, see the problem. Strict mode stored nothing; lenient mode keeps what was stored before.' },
  },
});

export const ImportModeEnum = { STRICT: 'STRICT', LENIENT: 'LENIENT' } as const;
registerEnumType(ImportModeEnum, {
  name: 'ImportMode', description: 'What happens where some records are bad.',
  valuesConfig: { STRICT: { description: 'All or nothing: one bad record and nothing is stored.' }, LENIENT: { description: 'Good records are stored, bad ones reported.' } },
});

export const ImportFileFormatEnum = { CSV: 'csv', XLSX: 'xlsx' } as const;
registerEnumType(ImportFileFormatEnum, {
  name: 'ImportFileFormat', description: 'Format of a file to fill in.', valuesConfig: { CSV: { description: 'Text in UTF-8, comma-separated.' }, XLSX: { description: 'Excel workbook.' } },
});

export const ImportLanguageEnum = { EN: 'en', ZH_CN: 'zh-CN' } as const;
registerEnumType(ImportLanguageEnum, {
  name: 'ImportLanguage', description: 'Language of headers and explanations.', valuesConfig: { EN: { description: 'English.' }, ZH_CN: { description: 'Simplified Chinese.' } },
});

@ObjectType('ImportProblem', { description: 'One thing wrong with a file.' })
export class ImportProblemType {
  @Field(() => Int, { nullable: true, description: 'Row as a spreadsheet numbers it (the header is usually 1); null where it is about the whole file.' })
  row?: number | null;
  @Field(() => String, { nullable: true, description: 'Letter of the column in a spreadsheet.' })
  column?: string | null;
  @Field(() => String, { nullable: true, description: 'Key of the column, or the unknown header itself.' })
  field?: string | null;
  @Field({ description: 'Stable code.' })
  code!: string;
  @Field({ description: 'What is wrong and what to do, in the language of the request that asked for the import.' })
  message!: string;
  @Personal()
  @Field(() => String, { nullable: true, description: 'What stood there, shortened; null for columns that tell about a person.' })
  value?: string | null;
}

@ObjectType('Import', { implements: Node, description: 'A file that somebody asked to import, and what became of it. Poll it by node(id) while it is QUEUED or RUNNING.' })
export class ImportType extends Node {
  @Field({ description: 'Kind of import, see importKinds.' })
  kind!: string;
  @Personal()
  @Field({ description: 'Name of the file.' })
  fileName!: string;
  @Field(() => Int, { description: 'Size of the file in bytes.' })
  byteSize!: number;
  @Field({ description: 'SHA-256 of the file in hexadecimal: tells whether the same file was sent before.' })
  sha256!: string;
  @Field(() => ImportModeEnum, { description: 'What happens where some records are bad.' })
  mode!: ImportMode;
  @Field({ description: 'Is everything only checked, and nothing stored?' })
  dryRun!: boolean;
  @Field(() => ImportStateEnum, { description: 'Where it stands.' })
  state!: ImportState;
  @Field(() => Int, { description: 'Records of the file; 0 until it was read.' })
  total!: number;
  @Field(() => Int, { description: 'Records done so far.' })
  done!: number;
  @Field(() => Int, { description: 'Records that are new; of a dry run, that would be.' })
  added!: number;
  @Field(() => Int, { description: 'Records that changed something; of a dry run, that would.' })
  updated!: number;
  @Field(() => Int, { description: 'Records that were there already, as they are.' })
  unchanged!: number;
  @Field(() => Int, { description: 'Records that were refused.' })
  failed!: number;
  @Field(() => Int, { description: 'How many problems there are in all.' })
  problemCount!: number;
  @Bounded('the first 1,000 are kept')
  @Field(() => [ImportProblemType], { description: 'The first 1,000 problems, by row.' })
  problems!: ImportProblem[];
  @Field(() => Instant, { description: 'When it was asked for.' })
  createdAt!: Date;
  @Field(() => Instant, { nullable: true, description: 'When a worker first began.' })
  startedAt!: Date | null;
  @Field(() => Instant, { nullable: true, description: 'When it ended.' })
  finishedAt!: Date | null;
}

export const ImportConnection = connectionOf(ImportType, 'Import');

@ObjectType({ description: 'An import that was asked for.' })
export class ImportPayload {
  @Field(() => ImportType, { description: 'The import, QUEUED.' })
  import!: Ref<ImportType>;
}

@ObjectType({ description: 'A column that files of a kind may have.' })
export class ImportColumn {
  @Field({ description: 'Name in problems; works as header too.' })
  key!: string;
  @Field({ description: 'Header in the language asked for.' })
  header!: string;
  @Field({ description: 'Meaning.' })
  description!: string;
  @Field({ description: 'What a cell may hold.' })
  takes!: string;
  @Field({ description: 'Example.' })
  example!: string;
  @Field({ description: 'Must every row have it?' })
  required!: boolean;
}

@ObjectType('ImportKind', { description: 'One kind of thing that files can bring.' })
export class ImportKindType {
  @Field({ description: 'Name to use in importStart.' })
  name!: string;
  @Field({ description: 'Title.' })
  title!: string;
  @Bounded('a kind declares its columns, at most 30')
  @Field(() => [ImportColumn], { description: 'Its columns.' })
  columns!: ImportColumn[];
}

@ObjectType({ description: 'A file to fill in.' })
export class ImportTemplate {
  @Field({ description: 'Name to save it under.' })
  fileName!: string;
  @Field({ description: 'Media type.' })
  mediaType!: string;
  @Field({ description: 'Bytes in base64.' })
  contentBase64!: string;
}

@InputType({ description: 'A file to import.' })
export class ImportStartInput {
  @Field({ description: 'Kind of import, see importKinds.' })
  @Length(1, 40)
  kind!: string;
  @Field({ description: 'Name of the file, for people; its type is told by its content.' })
  @Length(1, 200)
  fileName!: string;
  @Field({ description: 'Bytes of the file in base64, at most 8 MiB: CSV in UTF-8 or GB18030, or .xlsx.' })
  content!: string;
  @Field(() => ImportModeEnum, { description: 'What happens where some records are bad.' })
  mode!: ImportMode;
  @Field(() => Boolean, { nullable: true, description: 'Only check, store nothing. No unless told.' })
  dryRun?: boolean | null;
}
