import { FigureKinds, refreshFigures, type FigureKind, type FigureValue } from '@quadhelix/readers';
import { defineSlice, type Slice } from '@quadhelix/service';
import { slices } from '@quadhelix/slices';
import { inAlliance, type TestAlliance, type World } from '@quadhelix/testing';

/** What a made-up figure is: by alliance and organization. */
type Facts = Map<string, Omit<FigureValue, 'organizationId'>>;

const kind = (facts: Facts, own: Pick<FigureKind, 'name' | 'over'> & Partial<FigureKind>): FigureKind => ({
  title: { en: own.name, 'zh-CN': own.name }, unit: 'COUNT', of: ['Trial'], ...own,
  touched: async (_scope, changed) => changed['Trial'] ?? [],
  compute: async (scope, ids) => ids.flatMap((organizationId) => {
    const fact = facts.get(`${own.name} ${scope.tenantId} ${organizationId}`);
    return fact ? [{ organizationId, ...fact }] : [];
  }),
});

/** Three figures whose facts a test states: about people, about promises (told by name), and a score that does not add up. */
export class Trials {
  private readonly facts: Facts = new Map();
  readonly kinds = [
    kind(this.facts, { name: 'trial.interns', over: 'SUM', subjectType: 'Placement' }),
    kind(this.facts, { name: 'trial.promises', over: 'SUM', named: 'COMMITMENT' }),
    kind(this.facts, { name: 'trial.score', over: 'NONE', unit: 'BASIS_POINTS' }),
  ];
  readonly slices: readonly Slice[] = [...slices, defineSlice({ name: 'trials', figures: this.kinds })];

  /** Makes a figure be so from now on, as the projection would; null takes it away. */
  async state(world: World, alliance: TestAlliance, organizationId: string, name: string, fact: Omit<FigureValue, 'organizationId'> | null): Promise<void> {
    const key = `${name} ${alliance.id} ${organizationId}`;
    if (fact) this.facts.set(key, fact);
    else this.facts.delete(key);
    await inAlliance(world, alliance, (scope) => refreshFigures(scope, new FigureKinds(this.kinds.filter((each) => each.name === name)), [organizationId]));
  }
}
