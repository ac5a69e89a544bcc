import { ArgsType, Field, Float, Int, ObjectType } from 'type-graphql';
import { connectionOf, IdField, Instant, Node, PageArgs, type Ref } from '@quadhelix/graphql';
import { CommitmentType } from '../commitment/commitment.type.js';

@ObjectType('Evidence', { implements: Node, description: 'Something that an owner handed in to show how far a promise was kept (佐证材料). Never changed afterwards.' })
export class EvidenceType extends Node {
  @Field({ description: 'What it shows.' })
  description!: string;
  @Field(() => String, { nullable: true, description: 'Where it can be read.' })
  link!: string | null;
  @Field(() => String, { nullable: true, description: 'SHA-256 of the file, or of one that the owner keeps, 64 hexadecimal digits.' })
  sha256!: string | null;
  @Field(() => Float, { nullable: true, description: 'The metric as the owner measured it.' })
  value!: number | null;
  @Field(() => Int, { description: 'Whole local days after the due day; 0 is on time.' })
  lateDays!: number;
  @Field(() => Instant, { description: 'When it was handed in.' })
  submittedAt!: Date;
}

export const EvidenceConnection = connectionOf(EvidenceType, 'Evidence');

@ArgsType()
export class EvidenceArgs extends PageArgs {
  @IdField('Commitment', { description: 'Evidence of this commitment.' })
  commitmentId!: string;
}

@ObjectType({ description: 'Result of handing something in.' })
export class EvidencePayload {
  @Field(() => EvidenceType, { description: 'The evidence.' })
  evidence!: Ref<EvidenceType>;
  @Field(() => CommitmentType, { description: 'The commitment after it.' })
  commitment!: Ref<CommitmentType>;
}
