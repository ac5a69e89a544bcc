import { ArgsType, Field, InputType, Int, ObjectType } from 'type-graphql';
import { ArrayMaxSize, IsOptional, Length, MaxLength } from 'class-validator';
import { Bounded, connectionOf, IdField, Instant, Node, PageArgs, Personal, type Ref } from '@quadhelix/graphql';
import { FilePurposeEnum, FileRejectionEnum, FileStateEnum } from './file.enums.js';
import type { FilePurpose } from './file.purposes.js';
import { FILE_STATES, type FileRejection, type FileState } from './file.states.js';

@ObjectType('File', { implements: Node, description: 'A file of an organization (文件). Read by that organization, and by whoever may read something that the file belongs to.' })
export class FileType extends Node {
  @Personal()
  @Field({ description: 'Its name, for people. Never for apps without a person.' })
  name!: string;
  @Field(() => FilePurposeEnum, { description: 'What it was uploaded for.' })
  purpose!: FilePurpose;
  @Field(() => FileStateEnum, { description: 'Where it stands. Poll it by node(id) while it is CHECKING.' })
  state!: FileState;
  @Field({ description: 'Media type as announced; of a READY file, what it is.' })
  contentType!: string;
  @Field(() => String, { nullable: true, description: 'Media type that the bytes have; null until they were checked, and where they have none that is known.' })
  detectedType!: string | null;
  @Field(() => Int, { description: 'Size in bytes.' })
  byteSize!: number;
  @Field({ description: 'SHA-256, 64 hexadecimal digits; of a READY file, measured.' })
  sha256!: string;
  @Field(() => FileRejectionEnum, { nullable: true, description: 'Why it was rejected.' })
  rejection!: FileRejection | null;
  @Field(() => Instant, { description: 'When it was announced.' })
  createdAt!: Date;
  @Field(() => Instant, { nullable: true, description: 'When it became READY, REJECTED, QUARANTINED or EXPIRED.' })
  endedAt!: Date | null;
}

export const FileConnection = connectionOf(FileType, 'File');

@ArgsType()
export class FilesArgs extends PageArgs {
  @Bounded('as many as states exist')
  @Field(() => [FileStateEnum], { nullable: true, description: 'In one of these states.' })
  @IsOptional()
  @ArrayMaxSize(FILE_STATES.length)
  states?: FileState[] | null;
}

@InputType({ description: 'A file that is about to be uploaded.' })
export class FileUploadStartInput {
  @Field({ description: 'Its name, for people: up to 200 characters, with an end that fits its type.' })
  @Length(1, 200)
  name!: string;
  @Field(() => Int, { description: 'Size in bytes.' })
  byteSize!: number;
  @Field({ description: 'SHA-256 of its bytes, 64 hexadecimal digits.' })
  @MaxLength(100)
  sha256!: string;
  @Field({ description: 'Its media type, e.g. application/pdf.' })
  @Length(1, 100)
  contentType!: string;
  @Field(() => FilePurposeEnum, { description: 'What it is for.' })
  purpose!: FilePurpose;
}

@InputType({ description: 'The bytes of a file were sent.' })
export class FileUploadCompleteInput {
  @IdField('File', { description: 'The file.' })
  id!: string;
}

@ObjectType({ description: 'A header of a request.' })
export class FileUploadHeader {
  @Field({ description: 'Name.' })
  name!: string;
  @Field({ description: 'Value.' })
  value!: string;
}

@ObjectType({ description: 'How to send the bytes: exactly this request, once, with the bytes as its body.' })
export class FileUploadRequest {
  @Field({ description: 'HTTP method.' })
  method!: string;
  @Field({ description: 'Address; a secret, and needs no token.' })
  url!: string;
  @Bounded('a handful')
  @Field(() => [FileUploadHeader], { description: 'Headers to send with it.' })
  headers!: readonly FileUploadHeader[];
  @Field(() => Instant, { description: 'The request must begin before.' })
  expiresAt!: Date;
}

@ObjectType({ description: 'An upload that was started.' })
export class FileUploadStartPayload {
  @Field(() => FileType, { description: 'The file, AWAITING_UPLOAD.' })
  file!: Ref<FileType>;
  @Field(() => FileUploadRequest, { description: 'How to send its bytes.' })
  upload!: Ref<FileUploadRequest>;
}

@ObjectType({ description: 'An upload that was completed.' })
export class FileUploadCompletePayload {
  @Field(() => FileType, { description: 'The file, CHECKING.' })
  file!: Ref<FileType>;
}
