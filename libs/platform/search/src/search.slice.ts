import type { GetProvider as Get } from '@quadhelix/outbox';
import { SearchKinds } from './search-kind.js';
import { searchErrors } from './search.errors.js';
import { searchPersonalData } from './search.personal-data.js';
import { searchProjections } from './search.projection.js';
import { SearchResolver } from './search.resolver.js';

/** Finding things by what they are called. (A plain object: `defineSlice` lies above this library, whose kinds it names.) */
export const searchSlice = {
  name: 'search',
  resolvers: [SearchResolver],
  errors: [searchErrors.catalogue()],
  projections: [(get: Get) => searchProjections(get(SearchKinds))],
  personalData: [searchPersonalData],
};
