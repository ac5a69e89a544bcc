import { scopeOf } from '@quadhelix/outbox';
import type { Slice } from '@quadhelix/service';

/** The page of the docs about types of events, made from what the slices register. */
export function eventCatalogue(slices: readonly Slice[]): string {
  const offered = slices.flatMap(({ events }) => events).filter((kind) => kind.offered);
  const parts = [...Map.groupBy(offered, ({ domain }) => domain)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([domain, kinds]) => [
    `## ${domain}`, '', `Scope: \`${scopeOf({ domain })}\``, '', '| type | `data.type` | what has happened | 说明 |', '|---|---|---|---|',
    ...kinds.map(({ type, subjectType, description }) => `| \`${type}\` | ${subjectType} | ${description.en} | ${description['zh-CN']} |`), '',
  ].join('\n'));
  return ['# Events of webhooks', '', 'Made from the code (`test/contract/events.spec.ts` holds it). How they reach you: [webhooks.md](webhooks.md). The same list by the API: `webhookEventTypes`.', '', ...parts].join('\n');
}
