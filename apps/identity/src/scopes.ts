const DOMAINS = ['stakeholders', 'standards', 'apprenticeships', 'accountability', 'importing', 'files', 'documents', 'notifications', 'readers', 'personal-data', 'integrations', 'apps'] as const;

/** Scopes about the signed-in person; they open no data of an alliance. */
export const SIGN_IN_SCOPES = ['openid', 'profile', 'offline_access'] as const;

/** `<domain>:read` and `<domain>:write`: what an app may do at most; roles and consents narrow it. */
export const DOMAIN_SCOPES: readonly string[] = DOMAINS.flatMap((domain) => [`${domain}:read`, `${domain}:write`]);

/** Domains of the product's own clients: an app that may consent for an alliance would let itself in, and a person's rights over his data are his own. */
const NOT_FOR_APPS = ['apps', 'personal-data'];

/** May a client that is no part of the product hold this scope? The database says the same. */
export const isForApps = (scope: string): boolean => !NOT_FOR_APPS.includes(scope.split(':')[0] ?? '');

export const ALL_SCOPES: readonly string[] = [...SIGN_IN_SCOPES, ...DOMAIN_SCOPES];
