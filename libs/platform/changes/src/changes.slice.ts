import { liveErrors } from '@quadhelix/graphql';
import { defineSlice } from '@quadhelix/service';
import { changeErrors } from './feed/change.errors.js';
import { ChangeFeed } from './feed/change.feed.js';
import { ChangeWatch } from './feed/change.watch.js';
import { LiveChanges } from './feed/changes.live.js';
import { ChangesResolver } from './feed/changes.resolver.js';

/** Following what changes in an alliance. */
export const changesSlice = defineSlice({
  name: 'changes',
  providers: [ChangeFeed, ChangeWatch, LiveChanges],
  resolvers: [ChangesResolver],
  errors: [changeErrors.catalogue(), liveErrors.catalogue()],
  live: [(get) => get(LiveChanges)],
});
