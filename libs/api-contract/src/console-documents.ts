import type { TrustedDocument } from './trusted-document.js';

/** Every document that the product's own console sends. Change one by adding the new text beside it: consoles of the edition before still send the old id. */
export const consoleDocuments = {
  places: {
    id: 'sha256:0b56231958d1e96f1b6ad2e202c8747f6c93b5fa08a886c461f03c70b1a0db45',
    text: '{ viewer { alliances { slug name actingOrganizations { organization { id legalName } } } } }',
  },
} as const satisfies Readonly<Record<string, TrustedDocument>>;
