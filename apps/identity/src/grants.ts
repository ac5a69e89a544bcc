import type { Client, Grant, KoaContextWithOIDC } from 'oidc-provider';

/** Whether the client is part of the product, so that people are not asked for consent. */
export function isFirstParty(client: Client | undefined): boolean {
  return client?.metadata().first_party === true;
}

/** The grant of a first-party client: whatever it may ask for is granted without a question. */
export async function firstPartyGrant(ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client, session, account, provider } = ctx.oidc;
  if (!client || !session || !account) return undefined;
  const id = session.grantIdFor(client.clientId);
  const stored = id === undefined ? undefined : await provider.Grant.find(id);
  const mine = stored?.accountId === account.accountId ? stored : undefined;
  const grant = mine ?? new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
  const granted = new Set(grant.getOIDCScope().split(' '));
  const missing = [...ctx.oidc.requestParamOIDCScopes].filter((scope) => !granted.has(scope));
  if (mine && missing.length === 0) return mine;
  grant.addOIDCScope(missing.join(' '));
  await grant.save();
  return grant;
}
