import { Injectable } from '@nestjs/common';
import { Arg, Field, InputType, Mutation, Resolver } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { DocumentOrderInput, DocumentPayload, DocumentService, DocumentType } from '@quadhelix/documents';
import { Action, IdField, InScope, LocalDate } from '@quadhelix/graphql';
import { commitmentAccess } from '../accountability.access.js';
import { commitmentRecord } from './commitment-record.document.js';

@InputType({ description: 'Which commitments a record is about.' })
export class CommitmentRecordIssueInput extends DocumentOrderInput {
  @IdField('Organization', { nullable: true, description: 'Only what this organization promised; left out, the whole alliance.' })
  organizationId?: string | null;
  @Field(() => LocalDate, { nullable: true, description: 'Due on this day or later.' })
  dueFrom?: string | null;
  @Field(() => LocalDate, { nullable: true, description: 'Due on this day or earlier; the score counts what was due by then.' })
  dueUntil?: string | null;
}

@Injectable()
@Resolver()
export class CommitmentRecordResolver {
  constructor(private readonly documents: DocumentService) {}

  @Action(commitmentAccess.issueRecord)
  @Mutation(() => DocumentPayload, { description: 'Issues a record of commitments, their verdicts and the score, in the name of the organization you act for (承诺履约记录). Answers at once; the worker writes it.' })
  async commitmentRecordIssue(@InScope() scope: Scope, @Arg('input', { description: 'Which commitments, and how.' }) input: CommitmentRecordIssueInput): Promise<DocumentPayload> {
    scope.authorize(commitmentAccess.issueRecord);
    const { organizationId = null, dueFrom = null, dueUntil = null, ...how } = input;
    return { document: (await this.documents.request(scope, commitmentRecord, { ...how, parameters: { organizationId, dueFrom, dueUntil } })) as unknown as DocumentType };
  }
}
