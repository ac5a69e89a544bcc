import { Html, html } from '@quadhelix/mail';
import type { Language } from '../language.js';
import { alert, field, form, page } from '../layout.js';
import { textsOf } from '../texts.js';
import type { Unbound } from './attempts.js';
import { upstreamTextsOf } from './upstream.texts.js';
import type { UpstreamButton } from './upstreams.js';

/** What the sign-in page offers of providers. */
export interface UpstreamOffer {
  readonly buttons: readonly UpstreamButton[];
  readonly byAddress: boolean;
  /** Where somebody has come back from his provider and is bound to nobody. */
  readonly unbound?: Unbound | undefined;
}

/** Links and not forms: a form's page would have to name every place that it may be redirected to. */
const link = (language: Language, uid: string, { id, name }: UpstreamButton): Html => html`<a href="/interaction/${uid}/to/${id}">${upstreamTextsOf(language).goOn(name)}</a>`;

export function unboundNote(language: Language, offer: UpstreamOffer | undefined): Html {
  return offer?.unbound ? alert(upstreamTextsOf(language).unbound(offer.unbound.upstream, offer.unbound.label)) : html``;
}

/** Below the form for login and password. */
export function upstreamLinks(language: Language, uid: string, offer: UpstreamOffer | undefined): Html {
  if (!offer || offer.unbound || (offer.buttons.length === 0 && !offer.byAddress)) return html``;
  const texts = upstreamTextsOf(language);
  return html`<p><small>${texts.or}</small></p><p class="links">${offer.buttons.map((each) => link(language, uid, each))}</p>
    ${offer.byAddress ? form({ action: `/interaction/${uid}/organization`, button: texts.byAddress, quiet: true }, [field('email', texts.addressLabel, 'email')]) : ''}`;
}

/** Leads on to the provider of an address, or says that there is none. */
export function organizationPage(language: Language, uid: string, found: UpstreamButton | undefined): string {
  const texts = upstreamTextsOf(language);
  return page(language, textsOf(language).signIn, found ? html`<p class="links">${link(language, uid, found)}</p>` : html`${alert(texts.noOrganization)}<p class="links"><a href="/interaction/${uid}">${textsOf(language).signIn}</a></p>`);
}

/** Asks who is signed in whether somebody at a provider is he. */
export function connectPage(language: Language, uid: string, { upstream, label }: Unbound): string {
  const texts = upstreamTextsOf(language);
  return page(language, texts.connectTitle, html`<p>${texts.connectAsk(upstream, label)}</p><p><small>${texts.connectNote}</small></p>
    ${form({ action: `/interaction/${uid}/connect`, button: texts.connect })}${form({ action: `/interaction/${uid}/skip`, button: texts.skip, quiet: true })}`);
}

export function upstreamFailedPage(language: Language): string {
  return page(language, textsOf(language).errorTitle, html`${alert(upstreamTextsOf(language).failed)}<p><small>upstream_failed</small></p>`);
}
