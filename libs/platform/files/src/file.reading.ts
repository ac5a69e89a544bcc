import { can, type Subject } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import type { NodeKinds } from '@quadhelix/graphql';
import { fileAccess } from './file.access.js';
import { File } from './file.entity.js';
import { usesOf } from './file.queries.js';

/** Who stands in which relation to a file: its owner, its uploader, and whoever may read something that it belongs to. */
export async function fileSubject(scope: Scope, file: File, kinds: NodeKinds): Promise<Subject> {
  const parties = file.parties();
  // Its own people need no look at what it belongs to.
  if (can(scope.actor, fileAccess.read, file)) return { parties: () => parties };
  const readable = await Promise.all((await usesOf(scope, file.id)).map(({ subjectType, subjectId }) => kinds.find(scope, subjectType, subjectId)));
  return { parties: () => ({ ...parties, attached: readable.some((found) => found !== null) }) };
}
