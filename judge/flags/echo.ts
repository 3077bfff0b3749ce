/** echoesCriterion: whether a report copies the words of a criterion, as text does that is written to look as if it met one. */
import type { Rubric } from '../checklist/rubric.ts';

/** Words, or Han characters, that follow one another, as which texts are compared. */
const RUN = 5;
/** Runs that a criterion must have: the words of a shorter one come together by themselves. */
const LEAST_RUNS = 6;
/** Share of a criterion's runs that stand in a copy of it, which may differ in a word or two. */
const COPIED = 0.8;

/** @param report NFKC */
export function echoesCriterion(report: string, rubric: Rubric): boolean {
  const { criteria, sought } = runsIn(rubric);
  if (criteria.length === 0) return false;
  const seen = new Set<number>();
  eachRun(report, (run) => {
    if (sought.has(run)) seen.add(run);
  });
  return criteria.some((runs) => [...runs].filter((run) => seen.has(run)).length >= COPIED * runs.size);
}

interface Runs {
  readonly criteria: readonly ReadonlySet<number>[];
  readonly sought: ReadonlySet<number>;
}

/** The samples of a prompt share one rubric. */
const known = new WeakMap<Rubric, Runs>();

function runsIn(rubric: Rubric): Runs {
  const before = known.get(rubric);
  if (before !== undefined) return before;
  const criteria = rubric
    .map(({ criterion }) => {
      const runs = new Set<number>();
      eachRun(criterion.normalize('NFKC'), (run) => runs.add(run));
      return runs;
    })
    .filter((runs) => runs.size >= LEAST_RUNS);
  const runs = { criteria, sought: new Set(criteria.flatMap((each) => [...each])) };
  known.set(rubric, runs);
  return runs;
}

/** Runs as hashes: a report has thousands, and is looked through while others wait. Two that differ are the same once in thousands of millions. */
function eachRun(text: string, use: (run: number) => void): void {
  const window: number[] = [];
  const end = (token: number) => {
    window.push(token);
    if (window.length > RUN) window.shift();
    if (window.length === RUN) use(window.reduce((hash, each) => Math.imul(hash, 0x01000193) ^ each, 0x811c9dc5));
  };
  const lower = text.toLowerCase();
  let word = 0;
  for (let i = 0; i < lower.length; i++) {
    const code = lower.charCodeAt(i);
    const kind = kindOf(code);
    if (kind === LETTER) word = Math.imul(word ^ code, 0x01000193) || 1;
    if (kind === LETTER) continue;
    if (word !== 0) end(word);
    word = 0;
    if (kind === HAN) end(code);
  }
  if (word !== 0) end(word);
}

const [UNKNOWN, OTHER, LETTER, HAN] = [0, 1, 2, 3];
/** By UTF-16 unit, found out once each. Halves of pairs are letters: rare Han characters are told apart by both halves together. */
const kinds = new Uint8Array(0x10000);

function kindOf(code: number): number {
  if (kinds[code] === UNKNOWN) {
    const unit = String.fromCharCode(code);
    kinds[code] = /\p{Script=Han}/u.test(unit) ? HAN : /[\p{L}\p{N}\p{Cs}]/u.test(unit) ? LETTER : OTHER;
  }
  return kinds[code] ?? OTHER;
}
