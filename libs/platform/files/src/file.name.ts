/** Characters in a name. */
export const LONGEST_NAME = 200;

/** Controls, separators of folders, lines and paragraphs, byte order marks, and marks that turn the direction of writing (`exe.pdf` that is `fdp.exe`). */
const FORBIDDEN = /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff/\\]/u;

/** Is it a name that a file can have everywhere, and nothing more than a name? */
export const isFileName = (name: string): boolean =>
  name.isWellFormed() && name.trim() === name && name.length <= LONGEST_NAME && !FORBIDDEN.test(name) && !/^\.*$/.test(name) && !name.endsWith('.');

/** What stands behind the last dot, in small letters; empty where there is none. */
export const extensionOf = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** RFC 5987 `attr-char`: all that needs no percent sign in `filename*`. */
const percent = (text: string): string => encodeURIComponent(text).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * Value of Content-Disposition by RFC 6266: to be saved, under this name. Old readers get it in ASCII, with `_` for what ASCII, quoted strings or
 * Windows have no place for.
 */
export function attachmentOf(name: string): string {
  const ascii = name.normalize('NFC').replace(/[^\x20-\x7e]|["\\%/:*?<>|;]/gu, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${percent(name.toWellFormed().normalize('NFC'))}`;
}
