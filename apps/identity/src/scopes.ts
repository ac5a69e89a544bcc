const DOMAINS = ['stakeholders', 'standards', 'apprenticeships', 'accountability', 'importing', 'files', 'documents', 'notifications', 'readers', 'personal-data', 'integrations'] as const;

/** Scopes about the signed-in person; they open no data of an alliance. */
export const SIGN_IN_SCOPES = ['openid', 'profile', 'offline_access'] as const;

/** `<domain>:read` and `<domain>:write`: what an app may do at most; roles and consents narrow it. */
export const DOMAIN_SCOPES: readonly string[] = DOMAINS.flatMap((domain) => [`${domain}:read`, `${domain}:write`]);

export const ALL_SCOPES: readonly string[] = [...SIGN_IN_SCOPES, ...DOMAIN_SCOPES];
