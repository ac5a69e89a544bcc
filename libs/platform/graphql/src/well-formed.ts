import { visit, type DocumentNode } from 'graphql';
import { platformErrors } from '@quadhelix/access';

/** PostgreSQL keeps neither NUL nor half a surrogate pair in a text. */
const isKept = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Throws INPUT_INVALID, with the field where it stands in a variable, for a text that no column could hold. */
export function demandWellFormed(document: DocumentNode, variables: unknown): void {
  walk(variables, []);
  visit(document, { StringValue: ({ value }) => { demand(value, []); } });
}

function walk(value: unknown, path: readonly string[]): void {
  if (typeof value === 'string') demand(value, path);
  else if (typeof value === 'object' && value !== null) for (const [key, entry] of Object.entries(value)) walk(entry, [...path, key]);
}

function demand(text: string, path: readonly string[]): void {
  if (isKept(text)) return;
  const field = path.filter((step, index) => index > 0 || step !== 'input').reduce((whole, step) => (/^\d+$/.test(step) ? `${whole}[${step}]` : whole ? `${whole}.${step}` : step), '');
  throw platformErrors.INPUT_INVALID({ ...(field ? { field } : {}), params: { problem: 'a text holds a character that cannot be kept' } });
}
