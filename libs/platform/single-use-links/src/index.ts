export { singleUseLinksSlice } from './single-use-links.slice.js';
export { singleUseLinkAccess } from './link.access.js';
export { linkErrors } from './link.errors.js';
export { LinkKinds, type LinkChoice, type LinkContent, type LinkFact, type LinkKind } from './link-kind.js';
export { LINK_HOURS, SingleUseLink, singleUseLinkStates, type SingleUseLinkState } from './link/link.entity.js';
export { SingleUseLinkPayload, SingleUseLinkType } from './link/link.type.js';
export { SingleUseLinks, type LinkOrder, type LinkVisit, type OpenedLink } from './link/links.service.js';
