import { lazy, StrictMode, Suspense, use, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { readSettings } from './settings.js';
import { signIn, type Session } from './session.js';
import { language, texts } from './texts.js';
import './main.css';

const GraphiqlPage = lazy(() => import('./features/developer/graphiql.page.js'));

/** Asked for once, whatever React renders twice. */
const session: Promise<Session | null | Error> = readSettings().then(signIn).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));

function Console(): ReactNode {
  const found = use(session);
  if (found instanceof Error) {
    return (
      <main className="notice" role="alert">
        <p>{texts.failed}</p>
        <p><a href="/graphiql">{texts.retry}</a></p>
      </main>
    );
  }
  return found === null ? <Opening /> : <GraphiqlPage session={found} />;
}

const Opening = (): ReactNode => <main className="notice" aria-busy="true"><p>{texts.loading}</p></main>;

document.documentElement.lang = language;
const root = document.getElementById('root');
if (root) createRoot(root).render(<StrictMode><Suspense fallback={<Opening />}><Console /></Suspense></StrictMode>);
