import { Inject, Injectable } from '@nestjs/common';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Language } from '@quadhelix/access';
import { SETTINGS, type Scope, type Settings } from '@quadhelix/database';
import { Action, encodeId, InScope, PageArgs, paginate, Personal, type Connection } from '@quadhelix/graphql';
import { shownCode } from '../check/code.js';
import { documentAccess } from './document.access.js';
import { Document } from './document.entity.js';
import { addressOf, downloadUrl } from './document.links.js';
import { DocumentService } from './document.service.js';
import { DocumentConnection, DocumentPayload, DocumentRevokeInput, DocumentType } from './document.type.js';

@Injectable()
@Resolver(() => DocumentType)
export class DocumentResolver {
  constructor(
    private readonly service: DocumentService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Action(documentAccess.read)
  @Query(() => DocumentConnection, { description: 'Documents, newest first: those of the organization you speak for, else those that you asked for.' })
  documents(@InScope() scope: Scope, @Args() args: PageArgs): Promise<Connection<Document>> {
    const ours = scope.reach(documentAccess.read).includes('organization');
    return paginate(scope, {
      entity: Document, name: 'documents', terms: ['tenant_id = $1', ours ? 'organization_id = $2' : 'person_id = $2'],
      values: [scope.tenantId, ours ? scope.actor.organizationId : scope.actor.personId],
      order: { column: 'created_at', property: 'createdAt', type: 'timestamptz', descending: true },
    }, args);
  }

  @Personal()
  @Action(documentAccess.read)
  @FieldResolver(() => String, { description: 'What it is called, in the language of Accept-Language.' })
  title(@Ctx('language') language: Language, @Root() document: Document): string {
    return document.title[language];
  }

  @Action(documentAccess.read)
  @FieldResolver(() => String, { nullable: true, description: 'Verification code as it is printed; null before it is issued.' })
  code(@Root() document: Document): string | null {
    return document.issuedAt === null ? null : shownCode(document.code);
  }

  @Action(documentAccess.read)
  @FieldResolver(() => String, { nullable: true, description: 'Where anybody can check it without signing in; null before it is issued.' })
  verifyUrl(@Root() document: Document): string | null {
    return document.issuedAt === null ? null : addressOf(this.settings, document.code);
  }

  @Personal('ALL_APPS')
  @Action(documentAccess.read)
  @FieldResolver(() => String, { nullable: true, description: 'Link to its bytes, good for ten minutes for whoever holds it; null where there are none.' })
  downloadUrl(@InScope() scope: Scope, @Root() document: Document): string | null {
    return document.issuedAt === null || document.removedAt !== null ? null : downloadUrl(this.settings, document, scope.now);
  }

  @Action(documentAccess.read)
  @FieldResolver(() => ID, { nullable: true, description: 'The document whose place it takes.' })
  replaces(@Root() document: Document): string | null {
    return document.replacesId === null ? null : encodeId('Document', document.replacesId);
  }

  @Action(documentAccess.revoke)
  @Mutation(() => DocumentPayload, { description: 'Takes a document of the organization you act for back: whoever checks it is told that it was revoked.' })
  async documentRevoke(@InScope() scope: Scope, @Arg('input', { description: 'Which document, and why.' }) input: DocumentRevokeInput): Promise<DocumentPayload> {
    return { document: (await this.service.revoke(scope, input.id, input.reason)) as unknown as DocumentType };
  }
}
