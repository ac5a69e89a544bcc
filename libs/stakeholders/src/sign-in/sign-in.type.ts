import { ArrayMaxSize, ArrayMinSize, IsEmail, Length } from 'class-validator';
import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { Bounded, IdField, Instant, type Ref } from '@quadhelix/graphql';
import { PersonType } from '../person/person.type.js';

export const MOST_STUDENTS = 100;

export const ActivationOutcomeEnum = { ISSUED: 'ISSUED', NOT_YOUR_STUDENT: 'NOT_YOUR_STUDENT', BIRTH_DATE_MISSING: 'BIRTH_DATE_MISSING', NOT_POSSIBLE: 'NOT_POSSIBLE' } as const;
export type ActivationOutcome = keyof typeof ActivationOutcomeEnum;
registerEnumType(ActivationOutcomeEnum, {
  name: 'ActivationOutcome', description: 'What became of the wish for an activation code.',
  valuesConfig: {
    ISSUED: { description: 'There is a code. An older code of the same student works no more.' },
    NOT_YOUR_STUDENT: { description: 'Not a student of the organization you act for, or not in this alliance.' },
    BIRTH_DATE_MISSING: { description: 'His date of birth is not registered; it is asked for with the code.' },
    NOT_POSSIBLE: { description: 'He signs in by mail or phone, belongs to another organization too, or holds a role that is no apprentice\'s: he is invited by mail, or resets his password.' },
  },
});

@ObjectType({ description: 'An activation code of one student.' })
export class ActivationCode {
  personId!: string;
  @Field(() => ActivationOutcomeEnum, { description: 'Whether there is one.' })
  outcome!: ActivationOutcome;
  @Field(() => String, { nullable: true, description: 'The code: 16 letters and digits in groups of four. Shown this once, also where the same request is sent again; null where there is none.' })
  code!: string | null;
  @Field(() => Instant, { nullable: true, description: 'Until when it works.' })
  expiresAt!: Date | null;
}

@InputType({ description: 'Students of one class who are to sign in without an e-mail address.' })
export class ActivationCodeIssueInput {
  @Field({ description: 'Name of the class, for the print-out.' })
  @Length(1, 60)
  className!: string;
  @IdField('Person', { list: true, description: 'The students: 1 to 100 people of the organization you act for.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_STUDENTS)
  personIds!: string[];
}

@ObjectType({ description: 'Activation codes of a class.' })
export class ActivationCodePayload {
  @Field({ description: 'Name of the class.' })
  className!: string;
  @Bounded('at most 100 students are asked for')
  @Field(() => [ActivationCode], { description: 'One for each student, in the order asked for.' })
  codes!: ActivationCode[];
}

@InputType({ description: 'Who is invited to sign in, and where the invitation goes.' })
export class InvitationRequestInput {
  @IdField('Person', { description: 'A person of the organization you act for, registered in this alliance.' })
  personId!: string;
  @Field({ description: 'E-mail address; it becomes the login.' })
  @IsEmail()
  @Length(3, 254)
  email!: string;
}

@ObjectType({ description: 'Result of inviting somebody. It is the same whether or not the address or the person has an account already; an invitation goes out only where neither has.' })
export class InvitationPayload {
  @Field(() => PersonType, { description: 'Who is invited.' })
  person!: Ref<PersonType>;
}
