import type { DueKind } from './due-times.js';
import type { EventHandler } from './handlers.js';
import type { GetProvider, Job, Jobs } from './jobs.js';
import type { Projection } from './projections.js';

/** What happens by itself, of all slices. */
export interface BackgroundParts {
  readonly handlers: readonly EventHandler[];
  readonly dueKinds: readonly DueKind[];
  readonly projections: readonly Projection[];
  readonly jobs: readonly Job[];
  /** Where jobs are sent to. */
  readonly queues: Jobs;
  readonly get: GetProvider;
}

/** What happens by itself, for whoever lets it happen at another time than the worker does. Made when it is first asked for: it needs the whole container. */
export class Background {
  private made: BackgroundParts | undefined;

  constructor(private readonly make: () => BackgroundParts) {}

  get parts(): BackgroundParts {
    return (this.made ??= this.make());
  }
}
