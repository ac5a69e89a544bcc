import { Length } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { IdField, Instant, type Ref } from '@quadhelix/graphql';
import { SANDBOX_STATES, type SandboxState } from './sandbox.states.js';

export const SandboxStateEnum = Object.fromEntries(SANDBOX_STATES.map((state) => [state, state])) as Record<SandboxState, SandboxState>;
registerEnumType(SandboxStateEnum, {
  name: 'SandboxState', description: 'What becomes of a sandbox.',
  valuesConfig: {
    PREPARING: { description: 'It is being filled; a few seconds.' },
    READY: { description: 'Work in it: name it in the header "Quadhelix-Alliance".' },
    ADVANCING: { description: 'Its clock is being moved: what falls due on the way is happening.' },
    REMOVING: { description: 'It is gone and is being cleared away.' },
    FAILED: { description: 'It could not be filled; "problem" says why. Reset it.' },
  },
});

@ObjectType({ description: 'A move of the clock of a sandbox: the one that goes on, or the last one. Instants are of that clock.' })
export class SandboxAdvance {
  @Field(() => Instant, { description: 'Where the clock stood.' })
  from!: Date;
  @Field(() => Instant, { description: 'Where it goes.' })
  to!: Date;
  @Field(() => Int, { description: 'Due times that were handled so far.' })
  done!: number;
  @Field(() => Int, { description: 'Due times that failed; they stay due and are tried again.' })
  failed!: number;
}

@ObjectType('Sandbox', { description: 'An alliance (沙盒) of a single developer, filled with invented organizations and people, with a clock of its own. Nothing real can be reached from it, nor the other way.' })
export class SandboxType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;
  @Field({ description: 'For the header "Quadhelix-Alliance".' })
  slug!: string;
  @Field({ description: 'What you called it.' })
  name!: string;
  @Field(() => SandboxStateEnum, { description: 'What becomes of it.' })
  state!: SandboxState;
  @Field(() => Instant, { description: 'What its clock shows: it goes as fast as the real one, and is ahead of it after an advance.' })
  now!: Date;
  @Field(() => SandboxAdvance, { nullable: true, description: 'The advance that goes on, or the last one; null where there was none since it was filled.' })
  advance!: Ref<SandboxAdvance> | null;
  @Field(() => String, { nullable: true, description: 'Error code of what stopped the last preparation or advance.' })
  problem!: string | null;
  @Field(() => Instant, { description: 'When you made it (real time).' })
  createdAt!: Date;
  @Field(() => Instant, { description: 'When it will be removed unless it is used before (real time). Use is noted once a day.' })
  removedAfter!: Date;
}

@InputType({ description: 'A new sandbox.' })
export class SandboxCreateInput {
  @Field({ description: 'What you call it; 1 to 80 characters.' })
  @Length(1, 80)
  name!: string;
}

@InputType({ description: 'One of your sandboxes.' })
export class SandboxInput {
  @IdField('Sandbox', { nullable: true, description: 'Which; unless given, that of the header "Quadhelix-Alliance".' })
  id?: string | null;
}

@InputType({ description: 'Where the clock of a sandbox is to go.' })
export class SandboxClockAdvanceInput extends SandboxInput {
  @Field(() => Instant, { description: 'The instant that it is to show: later than now, at most two years at once and ten years before the real time in all.' })
  to!: Date;
}

@InputType({ description: 'As whom you act for an organization of your sandbox.' })
export class SandboxActAsInput {
  @IdField('Organization', { description: 'The organization.' })
  organizationId!: string;
  @IdField('Person', { description: 'Somebody with a seat for it, for example an apprentice of the school.' })
  personId!: string;
}

@ObjectType({ description: 'Result of a change to a sandbox.' })
export class SandboxPayload {
  @Field(() => SandboxType, { description: 'The sandbox after it. What takes longer goes on: see its state.' })
  sandbox!: Ref<SandboxType>;
}

@ObjectType({ description: 'Result of choosing as whom you act.' })
export class SandboxActAsPayload {
  @Field(() => ID, { description: 'The person as whom your next requests for that organization act.' })
  personId!: string;
}
