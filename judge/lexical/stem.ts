/** Light stemming of English: enough that forms of one word meet, with no claim to find its root. */
import { SYNONYMS } from './vocabulary.ts';

const IRREGULAR: Readonly<Record<string, string>> = {
  frozen: 'freez',
  froze: 'freez',
  grew: 'grow',
  grown: 'grow',
  growth: 'grow',
  paid: 'pai',
  kept: 'keep',
  sold: 'sell',
  bought: 'bui',
  taken: 'take',
  took: 'take',
  lost: 'lose',
  loss: 'lose',
  losses: 'lose',
  rose: 'rise',
  risen: 'rise',
  fell: 'fall',
  fallen: 'fall',
  built: 'build',
  began: 'begin',
  begun: 'begin',
  chose: 'choos',
  chosen: 'choos',
  choice: 'choos',
  led: 'lead',
  held: 'hold',
  met: 'meet',
  spent: 'spend',
  sent: 'send',
  won: 'win',
  written: 'write',
  wrote: 'write',
  drove: 'drive',
  driven: 'drive',
  thought: 'think',
  analyses: 'analysi',
  analysis: 'analysi',
  data: 'data',
  better: 'good',
  best: 'good',
  worse: 'bad',
  worst: 'bad',
  women: 'woman',
  men: 'man',
};

const SUFFIXES: readonly (readonly [string, number])[] = [
  ['ations', 4],
  ['ation', 4],
  ['ments', 4],
  ['ment', 4],
  ['ities', 4],
  ['ity', 4],
  ['ness', 4],
  ['ively', 4],
  ['ive', 5],
  ['ally', 4],
  ['able', 4],
  ['ible', 4],
  ['ance', 4],
  ['ence', 5],
  ['ings', 3],
  ['ing', 3],
  ['edly', 3],
  ['ed', 3],
  ['ers', 4],
  ['er', 4],
  ['ors', 4],
  ['or', 5],
  ['ly', 4],
  ['ion', 4],
  ['ions', 4],
  ['al', 5],
  ['age', 4],
];

const GROUP = new Map(
  SYNONYMS.flatMap((group) => {
    const stems = group.split(' ').map((word) => IRREGULAR[word] ?? strip(word));
    return stems.map((stem): [string, string] => [stem, stems[0] ?? stem]);
  }),
);

/** @param word in lower case, letters and digits only. */
export function stem(word: string): string {
  const known = IRREGULAR[word];
  const base = known ?? strip(word);
  return GROUP.get(base) ?? base;
}

function strip(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word;
  let base = word;
  if (base.endsWith('ies')) base = `${base.slice(0, -3)}i`;
  else if (base.endsWith('sses')) base = base.slice(0, -2);
  else if (base.endsWith('s') && !/(?:ss|us|is)$/.test(base)) base = base.slice(0, -1);
  const suffix = SUFFIXES.find(([end, least]) => base.endsWith(end) && base.length - end.length >= least);
  if (suffix !== undefined) base = undouble(base.slice(0, -suffix[0].length));
  return base.replace(/[ye]$/, (end) => (end === 'y' ? 'i' : ''));
}

function undouble(base: string): string {
  return /([bdfgmnprt])\1$/.test(base) ? base.slice(0, -1) : base;
}
