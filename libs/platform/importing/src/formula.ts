/**
 * What a spreadsheet may take for a formula: = + - @, their full-width forms, tab and line breaks at the start
 * (OWASP, CSV injection), also behind apostrophes, so that escaping can be undone without loss.
 */
const dangerous = /^'*[=+\-@＝＋－＠\t\r\n]/;
const escaped = /^'+[=+\-@＝＋－＠\t\r\n]/;
const plainNumber = /^-\d{1,15}(\.\d{1,15})?$/;

/** Text as a file for spreadsheets may hold it: what looks like a formula gets an apostrophe in front. */
export function formulaSafe(text: string): string {
  return dangerous.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}

/** Undoes formulaSafe: `formulaPlain(formulaSafe(text)) === text` for every text. */
export function formulaPlain(text: string): string {
  return escaped.test(text) ? text.slice(1) : text;
}
