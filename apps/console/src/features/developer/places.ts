import { consoleDocuments } from '@quadhelix/api-contract';
import type { Session } from '../../session.js';
import { language } from '../../texts.js';

export interface Place {
  readonly slug: string;
  readonly name: string;
  readonly organizations: readonly { readonly id: string; readonly name: string }[];
}

interface Answer {
  data?: { viewer: { alliances: { slug: string; name: string; actingOrganizations: { organization: { id: string; legalName: string } }[] }[] } };
}

/** The alliances open to somebody, each with the organizations that he may act for there. */
export async function readPlaces(session: Session): Promise<Place[]> {
  const answer = await fetch('/graphql', { method: 'POST', headers: await headersFor(session, null, null), body: JSON.stringify({ documentId: consoleDocuments.places.id }) });
  const { data } = (await answer.json()) as Answer;
  return (data?.viewer.alliances ?? []).map(({ slug, name, actingOrganizations }) => ({
    slug, name, organizations: actingOrganizations.map(({ organization }) => ({ id: organization.id, name: organization.legalName })),
  }));
}

/** Headers of a request: who asks, in which alliance, for which organization. */
export const headersFor = async (session: Session, alliance: string | null, organization: string | null): Promise<Record<string, string>> => ({
  'authorization': `Bearer ${await session.token()}`, 'content-type': 'application/json', 'accept-language': language,
  ...(alliance === null ? {} : { 'quadhelix-alliance': alliance }),
  ...(organization === null ? {} : { 'quadhelix-organization': organization }),
});
