/** Width of one character in points. */
export type Measure = (character: string) => number;

const latin = /[\p{Script=Latin}\p{Nd}.,:;/@_'’%()+-]/u;
/** What must not begin a line (GB/T 15834: no closing mark at its head). */
const clings = /[，。、；：？！）》」』】〕〉”’％,.;:!?)]/u;

/** Breaks text into lines of a width: between Chinese characters anywhere, within Latin words only where one alone is too long. */
export function linesOf(text: string, width: number, measure: Measure): string[] {
  return text.split('\n').flatMap((line) => broken(line, width, measure));
}

function broken(text: string, width: number, measure: Measure): string[] {
  const lines: string[] = [];
  let line = '';
  let length = 0;
  for (const piece of pieces(text)) {
    const wide = [...piece].reduce((sum, character) => sum + measure(character), 0);
    if (length + wide <= width) {
      line += piece;
      length += wide;
      continue;
    }
    if (line !== '') lines.push(line.trimEnd());
    const cut = wide <= width ? [piece.trimStart()] : chopped(piece.trimStart(), width, measure);
    lines.push(...cut.slice(0, -1));
    line = cut.at(-1) ?? '';
    length = [...line].reduce((sum, character) => sum + measure(character), 0);
  }
  return [...lines, line.trimEnd()];
}

/** A Latin word, or a character with the closing marks that follow it. */
function pieces(text: string): string[] {
  const made: string[] = [];
  for (const character of text) {
    const before = made.at(-1) ?? '';
    const last = before.slice(-1);
    if (before !== '' && (clings.test(character) || (latin.test(character) && latin.test(last)))) made[made.length - 1] = before + character;
    else made.push(character);
  }
  return made;
}

function chopped(word: string, width: number, measure: Measure): string[] {
  const parts: string[] = [];
  let part = '';
  let length = 0;
  for (const character of word) {
    const wide = measure(character);
    if (part !== '' && length + wide > width) {
      parts.push(part);
      part = '';
      length = 0;
    }
    part += character;
    length += wide;
  }
  return [...parts, part];
}
