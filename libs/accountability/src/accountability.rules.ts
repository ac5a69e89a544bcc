import type { Scope } from '@quadhelix/database';
import { Alliance } from '@quadhelix/stakeholders';
import { RuleBook, thresholds, type RuleResolution } from '@quadhelix/standards';
import type { ScoreRule } from './scorecard/scorecard.rules.js';

/** Published rules never change, so what a book remembers of them is the same in each. */
const book = new RuleBook();

/** The rules of the alliance itself on a day: it has no place of work, so those of its seat hold. Two statements in an operation, however often it is asked. */
async function rulesOn(scope: Scope, onDate: string): Promise<RuleResolution> {
  const alliance = await scope.byId(Alliance, scope.tenantId);
  if (!alliance) throw new Error('The alliance of the scope was not found');
  return book.resolve(scope, { workRegion: alliance.regionCode, homeRegion: null, onDate });
}

const joined = (versions: readonly string[]): string => [...new Set(versions.flatMap((version) => version.split('+')))].sort().join('+');

/** How much of a promise counts as kept on a day, with the versions of the packs that say so. Throws RULE_NOT_IN_FORCE. */
export async function scoreRule(scope: Scope, onDate: string): Promise<ScoreRule> {
  const found = await rulesOn(scope, onDate);
  const { scorecard } = thresholds;
  const [kept, late, partial, partialLate] = [found.of(scorecard.kept), found.of(scorecard.late), found.of(scorecard.partial), found.of(scorecard.partialLate)];
  return { version: joined([kept, late, partial, partialLate].map(({ version }) => version)), kept: kept.value, late: late.value, partial: partial.value, partialLate: partialLate.value };
}

/** On which days from the due day (negative before it) a promise that is accepted today is reminded of. */
export async function reminderOffsets(scope: Scope): Promise<readonly number[]> {
  const found = await rulesOn(scope, scope.today);
  const { escalation } = thresholds;
  return [-found.of(escalation.remindFirst).value, -found.of(escalation.remindAgain).value, found.of(escalation.owner).value, found.of(escalation.liaison).value];
}
