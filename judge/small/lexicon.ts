/** Lexicon: words of English and Chinese that stand for each other; bothWays reads it from the file of weights, lexiconText writes it there. */

/** By an English stem, Chinese ones with how strongly they stand for it, from 0 to 1. */
export type Lexicon = ReadonlyMap<string, readonly (readonly [partner: string, strength: number])[]>;

/** One word a line, parted by bars: `stem partner strength partner strength`, strengths in hundredths. */
export function lexiconText(lexicon: Lexicon): string {
  return [...lexicon]
    .map(([word, partners]) => [word, ...partners.flatMap(([partner, strength]) => [partner, Math.round(strength * 100)])].join(' '))
    .join('|');
}

let known: { readonly text: string; readonly lexicon: Lexicon } | undefined;

/** The same, from either language to the other; read once. */
export function bothWays(text: string): Lexicon {
  if (known?.text !== text) known = { text, lexicon: read(text) };
  return known.lexicon;
}

function read(text: string): Lexicon {
  const found = new Map<string, [string, number][]>();
  const add = (from: string, to: string, strength: number) => {
    const list = found.get(from);
    if (list === undefined) found.set(from, [[to, strength]]);
    else list.push([to, strength]);
  };
  for (const line of text.split('|')) {
    const [word = '', ...rest] = line.split(' ');
    for (let i = 0; i + 1 < rest.length; i += 2) {
      const [partner, strength] = [rest[i] as string, Number(rest[i + 1]) / 100];
      add(word, partner, strength);
      add(partner, word, strength);
    }
  }
  return found;
}
