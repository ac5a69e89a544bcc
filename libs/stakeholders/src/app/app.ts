import { defineStates, type Subject } from '@quadhelix/access';

export const APP_STATES = ['ENABLED', 'DISABLED'] as const;
export type AppState = (typeof APP_STATES)[number];

/** An app is ended once, for good: who wants it back registers another one, to which every alliance consents anew. */
export const appStates = defineStates('app', APP_STATES, {
  update: { from: ['ENABLED'], to: 'ENABLED' },
  rotateSecret: { from: ['ENABLED'], to: 'ENABLED' },
  disable: { from: ['ENABLED'], to: 'DISABLED' },
});

/** A client of the OpenID provider that is no part of the product. Read and written through database functions only: its table is identity's. */
export class App implements Subject {
  clientId!: string;
  appId!: string;
  name!: string;
  description!: string;
  ownerOrganizationId!: string | null;
  ownerName!: string | null;
  /** Does it have a secret? */
  confidential!: boolean;
  grantTypes!: string[];
  /** OAuth scopes, those of signing in too. */
  scopes!: string[];
  createdAt!: Date;
  disabledAt!: Date | null;
  version!: number;

  get state(): AppState {
    return this.disabledAt === null ? 'ENABLED' : 'DISABLED';
  }

  parties(): { owner: string | null } {
    return { owner: this.ownerOrganizationId };
  }
}

/** What only the organization itself sees of its app. */
export interface OwnApp {
  clientId: string;
  redirectUris: string[];
  secretRotatedAt: Date | null;
  /** Until when the secret before the last rotation is good. */
  previousSecretUntil: Date | null;
}
