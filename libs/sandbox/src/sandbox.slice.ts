import { defineJob } from '@quadhelix/outbox';
import { defineSlice } from '@quadhelix/service';
import { Advance } from './advance/advance.js';
import { sandboxAccess } from './sandbox.access.js';
import { sandboxEvents } from './sandbox.events.js';
import { sandboxErrors } from './sandbox.errors.js';
import { sandboxQueue } from './sandbox.queue.js';
import { SandboxAllianceResolver, SandboxResolver } from './sandbox.resolver.js';
import { SandboxRetirement } from './sandbox.retirement.js';
import { SandboxRunner } from './sandbox.runner.js';
import { SandboxService } from './sandbox.service.js';
import { SandboxSettings } from './sandbox.settings.js';
import { sandboxStates } from './sandbox.states.js';
import { Seed } from './seed/seed.js';

/** Alliances in which developers try everything out, with clocks of their own. */
export const sandboxSlice = defineSlice({
  name: 'sandbox',
  providers: [SandboxSettings, SandboxService, SandboxRunner, SandboxRetirement, Advance, Seed],
  resolvers: [SandboxResolver, SandboxAllianceResolver],
  access: [sandboxAccess],
  states: [sandboxStates],
  events: sandboxEvents,
  errors: [sandboxErrors.catalogue()],
  jobs: [defineJob(sandboxQueue, (get) => (job, signal) => get(SandboxRunner).run(job, signal))],
  daily: [(get) => get(SandboxRetirement)],
});
