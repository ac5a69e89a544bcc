export { ANYBODY, SearchKinds, type SearchEntry, type SearchKind } from './search-kind.js';
export { searchSlice } from './search.slice.js';
