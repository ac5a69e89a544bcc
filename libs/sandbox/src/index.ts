export { sandboxSlice } from './sandbox.slice.js';
export { sandboxErrors } from './sandbox.errors.js';
export { SandboxRetirement } from './sandbox.retirement.js';
export { SandboxRunner } from './sandbox.runner.js';
export { SANDBOX_STATES, sandboxStates, type SandboxState } from './sandbox.states.js';
