import { decodeText } from '@quadhelix/importing';
import type { FileRejection } from '../file.states.js';

/** What a browser takes for a page or a picture however it is called, by the sniffing standard; and other forms that begin as text. */
const MARKUP = /^[\s\ufeff]*(<(!doctype|!--|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|svg|\?xml|\?php)[\s>!?]|<!--|%pdf-|%!ps|\{\\rtf)/i;

/** What is wrong with bytes as a text: neither UTF-8 nor GB18030, signs that no text has, or really a page. */
export function textFault(bytes: Buffer): FileRejection | null {
  const text = decoded(bytes);
  if (text === null || /[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/.test(text)) return 'TYPE_DIFFERS';
  return MARKUP.test(text.slice(0, 2_000)) ? 'TYPE_DIFFERS' : null;
}

function decoded(bytes: Buffer): string | null {
  try {
    return decodeText(bytes);
  } catch {
    return null;
  }
}
