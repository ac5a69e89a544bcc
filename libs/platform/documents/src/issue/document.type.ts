import { Length } from 'class-validator';
import { Field, Float, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Language } from '@quadhelix/access';
import { Bounded, connectionOf, IdField, Instant, Node, Personal, type Ref } from '@quadhelix/graphql';
import type { DocumentFormat } from '../content/content.js';
import type { MissingGlyph } from '../write/rendering.js';
import type { DocumentProblem } from './document.entity.js';
import type { DocumentState } from './document.states.js';

export const DocumentStateEnum = { QUEUED: 'QUEUED', RUNNING: 'RUNNING', ISSUED: 'ISSUED', FAILED: 'FAILED', REVOKED: 'REVOKED', SUPERSEDED: 'SUPERSEDED' } as const;
registerEnumType(DocumentStateEnum, {
  name: 'DocumentState', description: 'Where a document stands.',
  valuesConfig: {
    QUEUED: { description: 'Waits for the worker.' }, RUNNING: { description: 'Is being written; see done.' }, ISSUED: { description: 'Issued and valid.' },
    FAILED: { description: 'Was not made, see the problem.' }, REVOKED: { description: 'Issued, and taken back by its issuer.' }, SUPERSEDED: { description: 'Issued; a newer one has taken its place.' },
  },
});

export const DocumentFormatEnum = { PDF: 'PDF', XLSX: 'XLSX', DOCX: 'DOCX', CSV: 'CSV' } as const;
registerEnumType(DocumentFormatEnum, {
  name: 'DocumentFormat', description: 'Format of a document.',
  valuesConfig: {
    PDF: { description: 'Pages with verification code and QR code.' }, XLSX: { description: 'Workbook with typed cells.' },
    DOCX: { description: 'For a word processor, up to 5,000 rows.' }, CSV: { description: 'Tables only, UTF-8; an import reads its values back.' },
  },
});

export const DocumentLanguageEnum = { EN: 'en', ZH_CN: 'zh-CN' } as const;
registerEnumType(DocumentLanguageEnum, { name: 'DocumentLanguage', description: 'Language of a document.', valuesConfig: { EN: { description: 'English.' }, ZH_CN: { description: 'Simplified Chinese.' } } });

@ObjectType('DocumentProblem', { description: 'Why a document was not made.' })
export class DocumentProblemType {
  @Field({ description: 'Stable code.' })
  code!: string;
  @Field({ description: 'What to do, in the language of the document.' })
  message!: string;
}

@ObjectType('MissingGlyph', { description: 'A character that the font of a PDF does not have; a visible mark stands in its place.' })
export class MissingGlyphType {
  @Field({ description: 'The character by its number, e.g. U+20BB7.' })
  codePoint!: string;
  @Field(() => Int, { description: 'How often it was replaced.' })
  times!: number;
}

@ObjectType('Document', { implements: Node, description: 'A document that somebody asked for (文件). Poll it by node(id) while it is QUEUED or RUNNING.' })
export class DocumentType extends Node {
  @Field({ description: 'Kind of document, e.g. commitment-record.' })
  kind!: string;
  @Field(() => DocumentFormatEnum, { description: 'Format.' })
  format!: DocumentFormat;
  @Field(() => DocumentLanguageEnum, { description: 'Language.' })
  language!: Language;
  @Field(() => DocumentStateEnum, { description: 'Where it stands.' })
  state!: DocumentState;
  @Field({ description: 'Legal name of the issuing organization when it was asked for.' })
  issuerName!: string;
  @Field(() => Int, { description: 'Rows written so far.' })
  done!: number;
  @Field(() => DocumentProblemType, { nullable: true, description: 'What stopped it; null unless FAILED.' })
  problem!: DocumentProblem | null;
  @Field(() => String, { nullable: true, description: 'SHA-256 of the issued bytes in hexadecimal.' })
  sha256!: string | null;
  @Field(() => Float, { nullable: true, description: 'Size in bytes.' })
  byteSize!: number | null;
  @Bounded('one entry for each different character')
  @Field(() => [MissingGlyphType], { description: 'Characters that the font of a PDF does not have: look at the names in it. Empty for other formats.' })
  missing!: MissingGlyph[];
  @Field(() => Instant, { nullable: true, description: 'When it was issued.' })
  issuedAt!: Date | null;
  @Field(() => Instant, { nullable: true, description: 'When its bytes were removed, because a person in it was erased; it can still be checked.' })
  removedAt!: Date | null;
  @Field(() => Instant, { nullable: true, description: 'When it was revoked.' })
  revokedAt!: Date | null;
  @Personal()
  @Field(() => String, { nullable: true, description: 'Why it was revoked; not told to whoever checks it.' })
  revokeReason!: string | null;
  @Field(() => Instant, { description: 'When it was asked for.' })
  createdAt!: Date;
}

export const DocumentConnection = connectionOf(DocumentType, 'Document');

@ObjectType({ description: 'A document after a change.' })
export class DocumentPayload {
  @Field(() => DocumentType, { description: 'The document.' })
  document!: Ref<DocumentType>;
}

@InputType({ description: 'A document to take back.' })
export class DocumentRevokeInput {
  @IdField('Document', { description: 'The document.' })
  id!: string;
  @Field({ description: 'Why, for your own records.' })
  @Length(1, 500)
  reason!: string;
}

/** What every mutation that asks for a document takes beside its own fields. */
@InputType({ description: 'How a document is wanted.' })
export abstract class DocumentOrderInput {
  @Field(() => DocumentFormatEnum, { description: 'Format.' })
  format!: DocumentFormat;
  @Field(() => DocumentLanguageEnum, { description: 'Language.' })
  language!: Language;
  @IdField('Document', { nullable: true, description: 'An issued document of the same kind and organization: superseded once this one is issued.' })
  replaces?: string | null;
}
