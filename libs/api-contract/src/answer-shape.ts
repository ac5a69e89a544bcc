/** What a client relies on in an answer: its fields, which of them are lists, the kinds of what stands in them. Values don't matter. */
export type Shape = string | readonly Shape[] | { readonly [field: string]: Shape };

/** Marks an object that was null in some entry of a list. */
const OR_NULL = '|null';

/** The shape of an answer: `"string"`, `"number|null"`, `[shape of all entries]`, `{ field: shape }`; `"null"` where nothing else was seen. */
export function shapeOf(value: unknown): Shape {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) {
    const [first, ...others] = value.map(shapeOf);
    return first === undefined ? [] : [others.reduce(either, first)];
  }
  if (typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([field, entry]) => [field, shapeOf(entry)]));
  return typeof value;
}

const isObject = (shape: Shape): shape is { readonly [field: string]: Shape } => typeof shape === 'object' && !Array.isArray(shape);
const kindsOf = (shape: string): string[] => shape.split('|');

/** The shape of what may be of either. */
function either(a: Shape, b: Shape): Shape {
  if (typeof a === 'string' && typeof b === 'string') return [...new Set([...kindsOf(a), ...kindsOf(b)])].sort((p, q) => Number(p === 'null') - Number(q === 'null') || (p < q ? -1 : 1)).join('|');
  if (isObject(a) && isObject(b)) return Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map((field) => [field, a[field] === undefined ? b[field] : b[field] === undefined ? a[field] : either(a[field], b[field])] as [string, Shape]));
  if (isObject(a) && b === 'null') return { ...a, [OR_NULL]: 'null' };
  if (a === 'null' && isObject(b)) return { ...b, [OR_NULL]: 'null' };
  if (Array.isArray(a) && Array.isArray(b)) return a.length === 0 ? b : b.length === 0 ? a : [either(a[0] as Shape, b[0] as Shape)];
  return a === 'null' ? b : a;
}

/** Where an answer is other than a client has known it: a line each, empty where it fits. What was only ever null may be anything, an empty list may hold anything. */
export function misfits(shape: Shape, value: unknown, path = 'data'): string[] {
  if (shape === 'null') return [];
  if (typeof shape === 'string') return kindsOf(shape).includes(value === null ? 'null' : typeof value) ? [] : [`${path} was ${shape} and is ${value === null ? 'null' : typeof value}`];
  if (!isObject(shape)) {
    const [entry] = shape as readonly Shape[];
    if (!Array.isArray(value)) return [`${path} was a list`];
    return entry === undefined ? [] : value.flatMap((each, index) => misfits(entry, each, `${path}[${String(index)}]`));
  }
  if (value === null && shape[OR_NULL] !== undefined) return [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} was an object and is ${value === null ? 'null' : typeof value}`];
  return Object.entries(shape).filter(([field]) => field !== OR_NULL).flatMap(([field, inner]) =>
    (field in value ? misfits(inner, (value as Record<string, unknown>)[field], `${path}.${field}`) : [`${path}.${field} is missing`]));
}
