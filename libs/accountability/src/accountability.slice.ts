import { defineSlice } from '@quadhelix/service';
import { commitmentAccess } from './accountability.access.js';
import { accountabilityErrors } from './accountability.errors.js';
import { Commitment } from './commitment/commitment.entity.js';
import { commitmentOverdue } from './commitment/commitment.overdue.js';
import { CommitmentService } from './commitment/commitment.service.js';
import { commitmentStates } from './commitment/commitment.states.js';
import { Evidence } from './evidence/evidence.entity.js';
import { Verification } from './verification/verification.entity.js';

/** Commitments, evidence, independent verification and the scorecard. */
export const accountabilitySlice = defineSlice({
  name: 'accountability',
  entities: [Commitment, Evidence, Verification],
  providers: [CommitmentService],
  access: [commitmentAccess],
  states: [commitmentStates],
  errors: [accountabilityErrors.catalogue()],
  dueKinds: [() => commitmentOverdue],
});
