import { documentJob } from '@quadhelix/documents';
import { defineSlice } from '@quadhelix/service';
import { commitmentAccess } from './accountability.access.js';
import { accountabilityErrors } from './accountability.errors.js';
import { accountabilityPersonalData } from './accountability.personal-data.js';
import { Commitment } from './commitment/commitment.entity.js';
import { commitmentEvents } from './commitment/commitment.events.js';
import { CommitmentMutations } from './commitment/commitment.mutations.js';
import { commitmentNotices } from './commitment/commitment.notices.js';
import { commitmentOverdue } from './commitment/commitment.overdue.js';
import { commitmentReminder } from './commitment/commitment.reminders.js';
import { CommitmentResolver } from './commitment/commitment.resolver.js';
import { commitmentSearch } from './commitment/commitment.search.js';
import { CommitmentService } from './commitment/commitment.service.js';
import { commitmentStates } from './commitment/commitment.states.js';
import { commitmentWork } from './commitment/commitment.work.js';
import { Evidence } from './evidence/evidence.entity.js';
import { EvidenceResolver } from './evidence/evidence.resolver.js';
import { commitmentsImport } from './importing/commitments.import.js';
import { commitmentRecord } from './record/commitment-record.document.js';
import { CommitmentRecordResolver } from './record/commitment-record.resolver.js';
import { scorecardFigures } from './scorecard/scorecard.figures.js';
import { ScorecardResolver } from './scorecard/scorecard.resolver.js';
import { Verification } from './verification/verification.entity.js';
import { VerificationResolver } from './verification/verification.resolver.js';

/** Commitments, evidence, independent verification and the scorecard. */
export const accountabilitySlice = defineSlice({
  name: 'accountability',
  entities: [Commitment, Evidence, Verification],
  providers: [CommitmentService],
  resolvers: [CommitmentResolver, CommitmentMutations, EvidenceResolver, VerificationResolver, ScorecardResolver, CommitmentRecordResolver],
  nodes: [
    { type: 'Commitment', entity: Commitment, read: commitmentAccess.read },
    { type: 'Evidence', entity: Evidence, read: commitmentAccess.read },
    { type: 'Verification', entity: Verification, read: commitmentAccess.read },
  ],
  access: [commitmentAccess],
  states: [commitmentStates],
  events: commitmentEvents,
  errors: [accountabilityErrors.catalogue()],
  imports: [(get) => commitmentsImport(get(CommitmentService))],
  dueKinds: [() => commitmentOverdue, () => commitmentReminder],
  search: [commitmentSearch],
  work: commitmentWork,
  figures: scorecardFigures,
  notices: commitmentNotices,
  personalData: accountabilityPersonalData,
  jobs: [documentJob(commitmentRecord)],
});
