export { changesSlice } from './changes.slice.js';
export { ChangeFeed, type FeedQuestion } from './feed/change.feed.js';
export { changeErrors } from './feed/change.errors.js';
