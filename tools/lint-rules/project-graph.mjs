import { createHash } from 'node:crypto';
import { createProjectGraphAsync } from '@nx/devkit';

/**
 * Nx's boundary rule reads the project graph from a file and says nothing when the file is missing or old. So the graph is made
 * before any file is linted, and its hash stands in the configuration: a changed tag or edge empties ESLint's cache.
 */
process.env.NX_DAEMON ??= 'false';
const graph = await createProjectGraphAsync({ exitOnError: false });

const tags = Object.values(graph.nodes).map(({ name, data }) => [name, ...(data.tags ?? [])].join(' '));
const edges = Object.entries(graph.dependencies).flatMap(([source, targets]) => targets.map(({ target }) => `${source} ${target}`));

export const projectGraphHash = createHash('sha256').update([...tags, ...new Set(edges)].sort().join('\n')).digest('hex').slice(0, 12);
