import { registerEnumType } from 'type-graphql';

export const CommitmentStateEnum = { PROPOSED: 'PROPOSED', ACCEPTED: 'ACCEPTED', EVIDENCE_SUBMITTED: 'EVIDENCE_SUBMITTED', VERIFIED: 'VERIFIED', WAIVED: 'WAIVED' } as const;
registerEnumType(CommitmentStateEnum, {
  name: 'CommitmentState', description: 'Where a commitment stands. A missed one stays ACCEPTED and is shown as overdue.',
  valuesConfig: {
    PROPOSED: { description: 'Its owner has not answered; nobody is bound.' },
    ACCEPTED: { description: 'Promised; nothing has been handed in.' },
    EVIDENCE_SUBMITTED: { description: 'Evidence waits for the verdict of the verifier.' },
    VERIFIED: { description: 'The verifier has judged; see the outcome.' },
    WAIVED: { description: 'The owner was released from it, with a reason.' },
  },
});

export const CommitmentOutcomeEnum = { FULFILLED: 'FULFILLED', PARTIAL: 'PARTIAL', NOT_MET: 'NOT_MET' } as const;
registerEnumType(CommitmentOutcomeEnum, {
  name: 'CommitmentOutcome', description: 'What the verifier found.',
  valuesConfig: {
    FULFILLED: { description: 'Kept; late or not is told apart.' }, PARTIAL: { description: 'Kept in part.' }, NOT_MET: { description: 'Not kept.' },
  },
});

export const CommitmentDirectionEnum = { INCREASE: 'INCREASE', REDUCE: 'REDUCE' } as const;
registerEnumType(CommitmentDirectionEnum, {
  name: 'CommitmentDirection', description: 'Which way the metric shall go.',
  valuesConfig: { INCREASE: { description: 'From the baseline up to the target.' }, REDUCE: { description: 'From the baseline down to the target.' } },
});
