import { changeErrors } from './feed/change.errors.js';
import { ChangeFeed } from './feed/change.feed.js';
import { ChangesResolver } from './feed/changes.resolver.js';

/** Following what changes in an alliance. (A plain object: `defineSlice` lies above this library.) */
export const changesSlice = {
  name: 'changes',
  providers: [ChangeFeed],
  resolvers: [ChangesResolver],
  errors: [changeErrors.catalogue()],
};
