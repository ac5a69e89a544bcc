import type { GetProvider as Get } from '@quadhelix/outbox';
import { FigureKinds } from './figures/figure-kind.js';
import { figuresDue, figuresProjection } from './figures/figures.projection.js';
import { WorkItemEntry } from './work/work-item.entity.js';
import { WorkItemResolver } from './work/work-item.resolver.js';
import { workAccess } from './work/work.access.js';
import { holdersChange } from './work/work.holders.js';
import { workProjections } from './work/work.projection.js';
import { workPersonalData } from './work/work.personal-data.js';
import { WorkKinds } from './work/work-kind.js';

/** What a reader sees over all alliances. (A plain object: `defineSlice` lies above this library, whose kinds it names.) */
export const readersSlice = {
  name: 'readers',
  entities: [WorkItemEntry],
  resolvers: [WorkItemResolver],
  access: [workAccess],
  projections: [(get: Get) => workProjections(get(WorkKinds)), (get: Get) => figuresProjection(get(FigureKinds))],
  dueKinds: [() => holdersChange, (get: Get) => figuresDue(get(FigureKinds))],
  personalData: [workPersonalData],
};

