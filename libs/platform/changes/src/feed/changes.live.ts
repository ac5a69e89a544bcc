import { Injectable } from '@nestjs/common';
import type { Scope } from '@quadhelix/database';
import type { LiveSource, Told } from '@quadhelix/graphql';
import { ChangeFeed } from './change.feed.js';
import { ChangeWatch } from './change.watch.js';

/** The feed as it goes on, for Subscription.changes. */
@Injectable()
export class LiveChanges implements LiveSource {
  readonly field = 'changes';

  constructor(private readonly feed: ChangeFeed, private readonly watch: ChangeWatch) {}

  async next(scope: Scope, args: Readonly<Record<string, unknown>>, after: string | null): Promise<Told> {
    const { types = null, after: asked = null } = args as { types?: string[] | null; after?: string | null };
    const place = after ?? asked ?? (await this.feed.here(scope, types));
    const { changes: [change], endCursor, hasMore, head } = await this.feed.page(scope, { types, after: place, first: 1 });
    return { payload: change ?? null, after: endCursor, more: hasMore, seen: head };
  }

  wait(tenantId: string, seen: number, signal: AbortSignal): Promise<void> {
    return this.watch.wait(tenantId, seen, signal);
  }
}
