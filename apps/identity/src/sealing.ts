import { deriveKey as derive } from '@quadhelix/service';

export { seal, unseal } from '@quadhelix/service';

/** A key of 32 bytes for one purpose of this app, derived from the installation's secret. */
export const deriveKey = (secret: string, purpose: string): Buffer => derive(secret, `identity/${purpose}`);
