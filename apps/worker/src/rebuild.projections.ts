import { rebuildProjection } from '@quadhelix/outbox';
import type { Product } from './product.js';

/** Said to the operator as it is. */
export class RebuildError extends Error {}

export interface RebuildOptions {
  /** Slug; all alliances unless told. */
  alliance?: string | undefined;
  /** Name of a projection, or how the names of several begin (`search`); all unless told. */
  only?: string | undefined;
  onDone?: (alliance: string, projection: string, milliseconds: number) => void;
}

/** Makes what is kept for reading anew from the facts, alliance by alliance. Throws RebuildError where nothing has that name. */
export async function rebuild({ database, projections }: Pick<Product, 'database' | 'projections'>, { alliance, only, onDone }: RebuildOptions = {}): Promise<void> {
  const chosen = projections.filter(({ name, rebuild: can }) => can && (only === undefined || name === only || name.startsWith(`${only} `)));
  if (chosen.length === 0) throw new RebuildError(`There is no "${only ?? ''}" to make anew. Known: ${projections.filter((each) => each.rebuild).map(({ name }) => name).join(', ')}.`);
  const all = await database.system(null, 'rebuild', (scope) => scope.sql<{ id: string; slug: string }>('select id, slug from all_alliances()'), { readOnly: true });
  const alliances = all.filter(({ slug }) => alliance === undefined || slug === alliance);
  if (alliances.length === 0 && alliance !== undefined) throw new RebuildError(`There is no alliance "${alliance}".`);
  for (const { id, slug } of alliances) {
    for (const projection of chosen) {
      const began = performance.now();
      await rebuildProjection(database, projection, id);
      onDone?.(slug, projection.name, performance.now() - began);
    }
  }
}
