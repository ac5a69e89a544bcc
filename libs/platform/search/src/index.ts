export { SearchKinds, type SearchEntry, type SearchKind } from './search-kind.js';
