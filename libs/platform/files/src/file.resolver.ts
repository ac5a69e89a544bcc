import { Injectable } from '@nestjs/common';
import { Arg, Args, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { can } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Action, InScope, NodeKinds, type Connection } from '@quadhelix/graphql';
import { fileAccess } from './file.access.js';
// As a value: what is emitted for @Root would else be the browser's File.
import { File } from './file.entity.js';
import { listFiles } from './file.queries.js';
import { fileSubject } from './file.reading.js';
import { FileService } from './file.service.js';
import { FileConnection, FilesArgs, FileType, FileUploadCompleteInput, FileUploadCompletePayload, FileUploadStartInput, FileUploadStartPayload } from './file.type.js';

@Injectable()
@Resolver(() => FileType)
export class FileResolver {
  constructor(private readonly service: FileService, private readonly kinds: NodeKinds) {}

  @Action(fileAccess.read)
  @Query(() => FileConnection, { description: 'Files of the organization you act for, newest first; apprentices and guardians see those that they uploaded themselves. Other files are found at what they belong to.' })
  files(@InScope() scope: Scope, @Args() args: FilesArgs): Promise<Connection<File>> {
    return listFiles(scope, args, args.states ?? null);
  }

  @Action(fileAccess.read)
  @FieldResolver(() => String, { nullable: true, description: 'Address to fetch the bytes from, for one minute; a secret, and needs no token. Null unless the file is READY and you may read it now.' })
  async downloadUrl(@InScope() scope: Scope, @Root() file: File): Promise<string | null> {
    return can(scope.actor, fileAccess.read, await fileSubject(scope, file, this.kinds)) ? this.service.download(scope, file) : null;
  }

  @Action(fileAccess.upload)
  @Mutation(() => FileUploadStartPayload, { description: 'Announces a file of the organization you act for, and answers how to send its bytes: by a request of its own, within a minute.' })
  async fileUploadStart(@InScope() scope: Scope, @Arg('input', { description: 'The file.' }) input: FileUploadStartInput): Promise<FileUploadStartPayload> {
    const { file, upload } = await this.service.start(scope, { ...input });
    return { file: file as unknown as FileType, upload };
  }

  @Action(fileAccess.upload)
  @Mutation(() => FileUploadCompletePayload, { description: 'Says that the bytes were sent. They are checked, and the file becomes READY or REJECTED within seconds.' })
  async fileUploadComplete(@InScope() scope: Scope, @Arg('input', { description: 'Which file.' }) input: FileUploadCompleteInput): Promise<FileUploadCompletePayload> {
    return { file: (await this.service.complete(scope, input.id)) as unknown as FileType };
  }
}
