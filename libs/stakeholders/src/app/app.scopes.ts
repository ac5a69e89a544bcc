/** Domains that an app may be let into, as `<domain>:read` and `<domain>:write`. The product's own clients have two more: `apps` and `personal-data`. */
export const APP_DOMAINS = [
  'stakeholders', 'standards', 'apprenticeships', 'accountability', 'importing', 'files', 'documents', 'notifications', 'readers', 'integrations',
] as const;
export type AppDomain = (typeof APP_DOMAINS)[number];

export const SCOPE_VERBS = ['READ', 'READ_AND_WRITE'] as const;
export type ScopeVerb = (typeof SCOPE_VERBS)[number];

/** Scopes that signing in needs; they open no data of an alliance. */
export const SIGN_IN_SCOPES: readonly string[] = ['openid', 'offline_access'];

/** OAuth scopes of what an app asks for, in the order of the domains: who writes reads, too. */
export function scopesOf(asked: readonly { domain: AppDomain; verb: ScopeVerb }[]): string[] {
  const written = new Set(asked.filter(({ verb }) => verb === 'READ_AND_WRITE').map(({ domain }) => domain));
  const read = new Set(asked.map(({ domain }) => domain));
  return APP_DOMAINS.flatMap((domain) => [...(read.has(domain) ? [`${domain}:read`] : []), ...(written.has(domain) ? [`${domain}:write`] : [])]);
}
