/** The lines that only one of two texts has, at most `limit`, each with its line number: enough to see what changed. */
export function differences(before, after, limit = 40) {
  const left = numbered(before);
  const right = numbered(after);
  const gone = unmatched(left, right).map(([number, line]) => [number, `- ${number}: ${line}`]);
  const come = unmatched(right, left).map(([number, line]) => [number, `+ ${number}: ${line}`]);
  const all = [...gone, ...come].sort(([a], [b]) => a - b).map(([, line]) => line);
  if (all.length === 0 && before !== after) return ['only the order of lines or their endings differ'];
  return all.length <= limit ? all : [...all.slice(0, limit), `… and ${all.length - limit} lines more`];
}

const numbered = (text) => text.split('\n').map((line, index) => [index + 1, line]);

/** Lines of one side that the other has fewer times. */
function unmatched(lines, others) {
  const left = new Map();
  for (const [, line] of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter(([, line]) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
