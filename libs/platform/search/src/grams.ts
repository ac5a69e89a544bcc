/** Scripts whose words are written from letters, and digits. Every other character (ideographs, kana, symbols, emoji) is a word by itself. */
const LETTER = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Nd}]/u;

/**
 * Grams of a folded text, by which the index finds it: of a run of letters and digits its first one and two and all its triples; of other
 * characters each one and each pair. Own ones, because pg_trgm knows no Chinese where a database's ctype is C, and nothing shorter than three anywhere.
 */
export function gramsOf(folded: string): string[] {
  const found = new Set<string>();
  for (const run of runsOf(folded)) {
    if (run.letters) {
      found.add(`^${run.characters.slice(0, 1).join('')}`);
      if (run.characters.length > 1) found.add(`^${run.characters.slice(0, 2).join('')}`);
    } else {
      for (const character of run.characters) found.add(character);
    }
    for (const gram of slices(run.characters, run.letters ? 3 : 2)) found.add(gram);
  }
  return [...found];
}

/** Grams that a text must have in order to contain this term: the longest that are there. One or two letters are looked for where a word begins. */
export function gramsOfTerm(term: string): string[] {
  const found = new Set<string>();
  for (const { letters, characters } of runsOf(term)) {
    const longest = slices(characters, letters ? 3 : 2);
    if (longest.length > 0) for (const gram of longest) found.add(gram);
    else found.add(letters ? `^${characters.join('')}` : (characters[0] ?? ''));
  }
  return [...found];
}

/** Is it so short a run of letters that it is looked for only where a word begins? */
export const beginsWords = (term: string): boolean => {
  const characters = [...term];
  return characters.length < 3 && characters.every((character) => LETTER.test(character));
};

/** Does a run of letters begin at this place of a folded text? */
export const isWordStart = (folded: string, at: number): boolean => at === 0 || !LETTER.test(folded.charAt(at - 1));

interface Run {
  readonly letters: boolean;
  readonly characters: string[];
}

function runsOf(folded: string): Run[] {
  return folded.split(' ').flatMap((word) => {
    const runs: Run[] = [];
    for (const character of word) {
      const letters = LETTER.test(character);
      const last = runs.at(-1);
      if (last?.letters === letters) last.characters.push(character);
      else runs.push({ letters, characters: [character] });
    }
    return runs;
  });
}

const slices = (characters: readonly string[], length: number): string[] =>
  characters.slice(0, Math.max(0, characters.length - length + 1)).map((_, index) => characters.slice(index, index + length).join(''));
