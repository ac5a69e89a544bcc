import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import { GraphiQL } from 'graphiql';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Session } from '../../session.js';
import { texts } from '../../texts.js';
import { headersFor, readPlaces, type Place } from './places.js';

const FIRST = `# ${texts.playground}
# viewer works without an alliance; for everything else choose one above.
{
  viewer {
    alliances { name slug }
    roles
  }
}
`;

/** GraphiQL for whoever is signed in: the product's own API, with the alliance and the acting organization as headers. */
export default function GraphiqlPage({ session }: { readonly session: Session }): ReactNode {
  const [places, setPlaces] = useState<readonly Place[]>([]);
  const [slug, setSlug] = useState<string | null>(null);
  const [organization, setOrganization] = useState<string | null>(null);
  useEffect(() => { void readPlaces(session).then(setPlaces); }, [session]);
  const place = places.find((each) => each.slug === slug);
  const fetcher = useMemo(() => async (params: object): Promise<never> => {
    const answer = await fetch('/graphql', { method: 'POST', headers: await headersFor(session, slug, organization), body: JSON.stringify(params) });
    return (await answer.json()) as never;
  }, [session, slug, organization]);
  return (
    <div className="playground">
      <header>
        <h1>{texts.playground}</h1>
        <label>
          {texts.alliance}
          <select value={slug ?? ''} onChange={({ target }) => { setSlug(target.value || null); setOrganization(null); }}>
            <option value="">{texts.noAlliance}</option>
            {places.map((each) => <option key={each.slug} value={each.slug}>{each.name}</option>)}
          </select>
        </label>
        <label>
          {texts.organization}
          <select value={organization ?? ''} disabled={!place} onChange={({ target }) => { setOrganization(target.value || null); }}>
            <option value="">{texts.noAlliance}</option>
            {place?.organizations.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
          </select>
        </label>
        <span>{session.name}</span>
        <button type="button" onClick={() => { void session.signOut(); }}>{texts.signOut}</button>
      </header>
      <div className="editor">
        <GraphiQL fetcher={fetcher} defaultQuery={FIRST} defaultEditorToolsVisibility="variables" isHeadersEditorEnabled={false} shouldPersistHeaders={false} />
      </div>
    </div>
  );
}
