import { Inject, Injectable } from '@nestjs/common';
import { platformErrors, type Action, type Subject } from '@quadhelix/access';
import { Database, SETTINGS, type Scope, type Settings } from '@quadhelix/database';
import { Pace } from '@quadhelix/graphql';
import { singleUseLinkAccess } from '../link.access.js';
import { linkErrors } from '../link.errors.js';
import { LinkKinds, type LinkContent, type LinkKind } from '../link-kind.js';
import { LINK_HOURS, SingleUseLink } from './link.entity.js';
import { hashOfContent, hashOfToken, isToken, newToken } from './link.token.js';

/** What a link is made for. */
export interface LinkOrder {
  /** Name of a registered {@link LinkKind}. */
  readonly kind: string;
  readonly subject: Subject & { readonly id: string };
  /** Who may use it, */
  readonly personId: string;
  /** for which organization; null: for himself. */
  readonly organizationId: string | null;
}

/** An opened link: what it is about and what can be decided. */
export interface OpenedLink {
  readonly kind: LinkKind;
  readonly content: LinkContent;
  readonly expiresAt: Date;
}

/** How a link is opened. */
export interface LinkVisit {
  readonly token: string;
  readonly requestId: string | null;
}

/** Makes single-use links, shows what they are about, and carries out what their holders decide. */
@Injectable()
export class SingleUseLinks {
  private readonly pace = new Pace({ each: 60, all: 1_200 });

  constructor(
    private readonly kinds: LinkKinds,
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Makes a link and answers its address: it is shown this once, and only the hash of its token is kept. The slice that calls it demands its own action on
   * the subject here. An older open link for the same person and thing is taken back. Throws LINK_NOTHING_TO_DECIDE, and what authorizing throws.
   */
  async create(scope: Scope, action: Action, order: LinkOrder): Promise<{ link: SingleUseLink; url: string }> {
    scope.authorize(action, order.subject);
    const kind = this.kinds.byName(order.kind);
    const content = await kind.content(scope, order.subject.id);
    if (!content) throw linkErrors.LINK_NOTHING_TO_DECIDE({ field: 'id' });
    const older = await scope.find(SingleUseLink, { kind: kind.name, subjectId: order.subject.id, personId: order.personId, state: 'OPEN' });
    const open = await scope.manyForUpdate(SingleUseLink, older.map(({ id }) => id));
    for (const each of open.filter(({ state }) => state === 'OPEN')) each.revoke(scope.now);
    await scope.save(open);
    const token = newToken();
    const link: SingleUseLink = Object.assign(new SingleUseLink(), {
      tenantId: scope.tenantId, id: scope.newId(), kind: kind.name, subjectType: kind.subjectType, subjectId: order.subject.id, actions: kind.choices.map((choice) => choice.action.name),
      personId: order.personId, organizationId: order.organizationId, madeBy: scope.actor.personId, makerOrganizationId: scope.actor.organizationId,
      tokenHash: hashOfToken(token), contentHash: hashOfContent(order.personId, content), state: 'OPEN' as const,
      expiresAt: new Date(scope.now.getTime() + LINK_HOURS * 3_600_000), usedAt: null, choice: null, revokedAt: null, createdAt: scope.now, version: 1,
    });
    await scope.insert(link);
    return { link, url: `${this.settings.publicUrl}/links/${token}` };
  }

  /** Takes an open link back: whoever opens it is told so. Throws NOT_FOUND, FORBIDDEN, STATE_FORBIDS. */
  async revoke(scope: Scope, id: string): Promise<SingleUseLink> {
    const link = await scope.forUpdate(SingleUseLink, id, singleUseLinkAccess.revoke);
    link.revoke(scope.now);
    await scope.save(link);
    return link;
  }

  /** Counts an attempt to open or use a link from a network address. Throws LINKS_TOO_FREQUENT above 60 a minute from one, or 1,200 from all, in this process. */
  slowDown(address: string): void {
    const seconds = this.pace.wait(address, this.database.now());
    if (seconds > 0) throw linkErrors.LINKS_TOO_FREQUENT({ params: { seconds } });
  }

  /** What a link is about; uses up nothing, so that whatever looks at links in messages does no harm. Throws what `decide` throws about the link. */
  open({ token, requestId }: LinkVisit): Promise<OpenedLink> {
    return this.database.enterByLink(known(token), { readOnly: true, requestId }, async (scope) => {
      const link = await own(scope);
      const { kind, content } = await this.demandUnchanged(scope, link);
      return { kind, content, expiresAt: link.expiresAt };
    });
  }

  /**
   * Decides: the link is used up and the choice carried out in one transaction, or neither. Two at once: one of them is told LINK_USED.
   * Throws LINK_UNKNOWN, LINK_USED, LINK_EXPIRED, LINK_REVOKED, LINK_CONTENT_CHANGED, AFFILIATION_EXPIRED, LINK_CHOICE_INVALID, LINK_REASON_REQUIRED, and what the slice throws.
   */
  decide({ token, requestId }: LinkVisit, choice: string, reason: string | null): Promise<OpenedLink> {
    return this.database.enterByLink(known(token), { readOnly: false, requestId }, async (scope) => {
      const link = await scope.forUpdate(SingleUseLink, scope.actor.link?.id ?? '', singleUseLinkAccess.use);
      // It was open when it was entered by; whoever held the lock before may have used it or taken it back.
      if (link.state !== 'OPEN') throw link.state === 'USED' ? platformErrors.LINK_USED() : platformErrors.LINK_REVOKED();
      // Locked first: nobody changes it between being looked at and being decided.
      await scope.manyForUpdate(this.kinds.byName(link.kind).entity, [link.subjectId]);
      const { kind, content } = await this.demandUnchanged(scope, link);
      const chosen = kind.choices.find(({ name, action }) => name === choice && link.actions.includes(action.name));
      if (!chosen) throw linkErrors.LINK_CHOICE_INVALID({ field: 'choice' });
      const said = reason?.trim() ?? '';
      if (chosen.reason && (said === '' || said.length > 500)) throw linkErrors.LINK_REASON_REQUIRED({ field: 'reason' });
      link.use(chosen.name, scope.now);
      await scope.save(link);
      await kind.decide(scope, link.subjectId, chosen.name, chosen.reason ? said : null);
      return { kind, content, expiresAt: link.expiresAt };
    });
  }

  private async demandUnchanged(scope: Scope, link: SingleUseLink): Promise<{ kind: LinkKind; content: LinkContent }> {
    const kind = this.kinds.byName(link.kind);
    const content = await kind.content(scope, link.subjectId);
    if (!content || hashOfContent(link.personId, content) !== link.contentHash) throw linkErrors.LINK_CONTENT_CHANGED();
    return { kind, content };
  }
}

function known(token: string): Buffer {
  if (!isToken(token)) throw platformErrors.LINK_UNKNOWN();
  return hashOfToken(token);
}

/** The link by which a scope was entered. */
async function own(scope: Scope): Promise<SingleUseLink> {
  const [link] = await scope.find(SingleUseLink, { id: scope.actor.link?.id ?? '' });
  if (!link) throw platformErrors.LINK_UNKNOWN();
  return link;
}
