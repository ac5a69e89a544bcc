import type { GetProvider } from '@quadhelix/outbox';
import { singleUseLinkAccess } from './link.access.js';
import { linkErrors } from './link.errors.js';
import { SingleUseLink, singleUseLinkStates } from './link/link.entity.js';
import { linksHeld } from './link/link.personal-data.js';
import { SingleUseLinkResolver } from './link/link.resolver.js';
import { SingleUseLinks } from './link/links.service.js';
import { linkRoutes } from './open/link.route.js';

/** Single-use links and the page that they open: what the list of slices registers. (A plain object: `defineSlice` lies above this library.) */
export const singleUseLinksSlice = {
  name: 'single-use-links',
  entities: [SingleUseLink],
  providers: [SingleUseLinks],
  resolvers: [SingleUseLinkResolver],
  nodes: [{ type: 'SingleUseLink', entity: SingleUseLink, read: singleUseLinkAccess.read }],
  access: [singleUseLinkAccess],
  states: [singleUseLinkStates],
  errors: [linkErrors.catalogue()],
  personalData: [linksHeld],
  routes: [
    (get: GetProvider) => linkRoutes(get(SingleUseLinks)).open,
    (get: GetProvider) => linkRoutes(get(SingleUseLinks)).decide,
  ],
};
