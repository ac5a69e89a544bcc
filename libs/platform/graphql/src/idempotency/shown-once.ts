/** An answer as it may be kept: texts that are shown only once are null in it. */
export function withoutShownOnce<T>(answer: T, shownOnce: ReadonlySet<string>): T {
  if (shownOnce.size === 0) return answer;
  const strip = (value: unknown): unknown => {
    if (typeof value === 'string') return shownOnce.has(value) ? null : value;
    if (Array.isArray(value)) return value.map(strip);
    return typeof value === 'object' && value !== null && !(value instanceof Date) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, strip(entry)])) : value;
  };
  return strip(answer) as T;
}
