import { Injectable } from '@nestjs/common';
import { can } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { encodeId, NodeKinds, type NodeKind } from '@quadhelix/graphql';
import { openPlace, rightsOf, sealPlace, type FeedPlace } from './change.cursor.js';
import { changeErrors } from './change.errors.js';
import { readHead, readRows, type ChangeRow, type FeedHead } from './change.rows.js';
import type { Change, ChangePage } from './change.type.js';

/** Entries looked at in one go, and how many such looks one page takes at most: what is hidden from somebody must not keep the database busy for him. */
const LOOK = 500;
const LOOKS = 4;

/** A page, and how far the feed went when it was read. */
export type PageRead = ChangePage & { readonly head: number };

export interface FeedQuestion {
  readonly after: string | null;
  /** Names of types; all that are followed where null. */
  readonly types: readonly string[] | null;
  readonly first: number;
}

/** Reads the change feed of an alliance as somebody: the order of commits, only what he may read, and what was taken away from him. */
@Injectable()
export class ChangeFeed {
  constructor(private readonly kinds: NodeKinds) {}

  /** The kinds asked for. Throws CHANGES_TYPE_UNKNOWN. */
  kindsOf(types: readonly string[] | null): readonly NodeKind[] {
    const { followed } = this.kinds;
    const unknown = types?.find((type) => !followed.some((kind) => kind.type === type));
    if (unknown !== undefined) throw changeErrors.CHANGES_TYPE_UNKNOWN({ field: 'types', params: { type: unknown, types: followed.map(({ type }) => type).sort() } });
    return types === null ? followed : followed.filter(({ type }) => types.includes(type));
  }

  /** The place behind all that is committed now, for who begins with a copy of everything. */
  async here(scope: Scope, types: readonly string[] | null): Promise<string> {
    const kinds = this.kindsOf(types);
    const { position, at } = await readHead(scope);
    return sealPlace(scope, { position, at, rights: rightsOf(scope.actor, kinds.map(({ type }) => type)) });
  }

  /** The next changes. A few statements, however many there are. Throws CURSOR_INVALID, CHANGES_EXPIRED, CHANGES_TYPE_UNKNOWN. */
  async page(scope: Scope, { after, types, first }: FeedQuestion): Promise<PageRead> {
    const asked = this.kindsOf(types);
    const rights = rightsOf(scope.actor, asked.map(({ type }) => type));
    const head = await readHead(scope);
    const from = startOf(scope, after, head, rights);
    if (from.rights !== rights) return { ...resync(scope, { ...from, rights }), head: head.position };
    const readable = asked.filter(({ read }) => scope.refusal(read) === null);
    const changes: Change[] = [];
    let place = from;
    const look = Math.min(LOOK, Math.max(20, first * 4));
    for (let looks = 0; looks < LOOKS && place.position < head.position && changes.length < first && readable.length > 0; looks += 1) {
      const rows = await readRows(scope, place, head, readable.map(({ type }) => type), look);
      const told = await this.tell(scope, rows, rights);
      const taken = told.filter((change) => change !== null).slice(0, first - changes.length);
      changes.push(...taken);
      const last = changes.length === first ? rows[told.indexOf(taken.at(-1) ?? null)] : rows.length === look ? rows.at(-1) : undefined;
      place = last ? { rights, position: last.position, at: last.at.getTime() } : { rights, position: head.position, at: head.at };
    }
    if (readable.length === 0) place = { rights, position: head.position, at: head.at };
    return { changes, endCursor: sealPlace(scope, place), hasMore: place.position < head.position, head: head.position };
  }

  /** What each entry is to the reader: null where it is none of his business. */
  private tell(scope: Scope, rows: readonly ChangeRow[], rights: string): Promise<(Change | null)[]> {
    const kinds = new Map(this.kinds.followed.map((kind) => [kind.type, kind]));
    return Promise.all(rows.map(async (row): Promise<Change | null> => {
      const kind = kinds.get(row.type);
      const node = row.operation === 'DELETED' ? null : await this.kinds.find(scope, row.type, row.subject_id);
      const { former } = row;
      // Gone, or taken away from him by this change: alike.
      const had = node === null && kind !== undefined && former !== null && can(scope.actor, kind.read, { parties: () => former });
      if (node === null && !had) return null;
      return {
        cursor: sealPlace(scope, { rights, position: row.position, at: row.at.getTime() }), operation: node === null ? 'DELETED' : row.operation,
        type: row.type, id: encodeId(row.type, row.subject_id), node, at: row.at,
      };
    }));
  }
}

/** Without a cursor from as far back as changes are kept. */
function startOf(scope: Scope, after: string | null, head: FeedHead, rights: string): FeedPlace {
  if (after === null) return { position: 0, at: head.keptSince, rights };
  const place = openPlace(scope, after);
  // Whole months end at once, later than the promise: an older cursor is refused in either case.
  if (place.at < head.keptSince && place.position < head.position) throw changeErrors.CHANGES_EXPIRED({ field: 'after', params: { days: head.keptDays } });
  return place;
}

function resync(scope: Scope, place: FeedPlace): ChangePage {
  const cursor = sealPlace(scope, place);
  return { changes: [{ cursor, operation: 'RESYNC', type: null, id: null, node: null, at: scope.now }], endCursor: cursor, hasMore: true };
}
