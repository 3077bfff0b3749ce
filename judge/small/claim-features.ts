/** What a claim and a report have to do with each other, in numbers: how far passages cover it, and what speaks against it. */
import { bestWindow, coverageOf, secondShare, type Window } from './coverage.ts';
import { type Background, isNumber, PREFIX, pairsOf, type ReportIndex, rarity, weightOf } from './report-index.ts';
import { OPPOSITE, RUBRIC_WORDS } from './vocabulary.ts';
import { directionOf, isAdversative, isHedge, isNegation, isQuantity, type Word, wordsOf } from './words.ts';

/** In the order of the vector; the sign says what a larger value may do to the judgment that the claim stands (0: either way). */
export const CLAIM_FEATURES = {
  // coverage: of the claim by the best passages of 1, 3 and 8 sentences, and by the report
  cov1: 1,
  cov3: 1,
  cov8: 1,
  covAll: 1,
  second3: 1,
  plain3: 1,
  plainAll: 1,
  soft3: 1,
  softAll: 1,
  fit1: 1,
  // what the query does not say already
  own3: 1,
  ownAll: 1,
  // what is missing
  rarestMissing3: -1,
  rarestMissingAll: -1,
  missing3: -1,
  missingAll: -1,
  missingRun: -1,
  missingRunWeight: -1,
  // order
  pairs3: 1,
  pairsAll: 1,
  order1: 1,
  apart: -1,
  // names and numbers
  names3: 1,
  namesAll: 1,
  namesMissing: -1,
  numbers3: 1,
  numbersAll: 1,
  numbersMissing3: -1,
  numbersMissing: -1,
  numberConflict: -1,
  numberContext: 1,
  // what speaks against it
  negationDiffers: -1,
  negationNew: -1,
  negatedHere: -1,
  negatedThere: -1,
  directionConflict: -1,
  directionNew: -1,
  opposite3: -1,
  oppositeWeight: -1,
  adversativeNew: -1,
  quantityNew: -1,
  hedgeLost: -1,
  substituted: -1,
  substitutedWeight: -1,
  // parts, for partial
  clauseLeast: 1,
  clauseMean: 1,
  clausesLow: -1,
  headThird: 1,
  tailThird: 1,
  // size
  terms: 0,
} as const satisfies Record<string, -1 | 0 | 1>;
export type ClaimFeature = keyof typeof CLAIM_FEATURES;
export const CLAIM_FEATURE_NAMES = Object.keys(CLAIM_FEATURES) as readonly ClaimFeature[];
/** Where each stands in a row. */
const PLACES = new Map<string, number>(CLAIM_FEATURE_NAMES.map((name, at) => [name, at]));

export interface ClaimReading {
  /** Values in the order of CLAIM_FEATURE_NAMES; a feature that says nothing here (no numbers in the claim) is NaN. */
  readonly row: Float64Array;
  /** Share of the claim's weight that the passage holds, forms of words counted in part. */
  readonly covered: number;
  /** The passage that covers most, of three sentences. */
  readonly passage: Window;
}

const CLAUSES =
  /(?<=[.!?;。！？；])\s*|,\s+(?=(?:and|but|while|which|who|with|as|including|whereas|although|leading|resulting)\b)|\s+(?=(?:while|whereas|although|because|but)\b)|，(?=而|但|并|且|同时)/u;
const SOFT_PREFIX = 0.8;
/** A term that is this soft or less counts as missing. */
const HARD = 0.6;
const MOST_CLAUSES = 8;

interface Claim {
  readonly words: readonly Word[];
  readonly contents: readonly Word[];
  readonly terms: readonly string[];
  readonly weights: readonly number[];
  readonly weight: ReadonlyMap<string, number>;
  readonly total: number;
}

/** Notes for who judges, and examples: none of them need be said. */
const ASIDE =
  /[(（](?:\s*(?:e\.?g\.?|i\.e\.?|for example|for instance|such as|or\b|including|like\b|允许|例如|比如|如|譬如|或|按|前一步)[^()（）]*|[^()（）]*(?:也算|亦可|均可|即可|也可|都算|等|也行|不扣分))[)）]/giu;
const EXAMPLES = /[,，]?\s*(?:\bsuch as\b|\bfor example\b|\bfor instance\b|\be\.g\.,?|例如|比如)[^.;。；\n]*/giu;
/** Where a claim taken from another text says that it has it from: a number there is none of its own. */
const CITATION = /\s*\[\^?\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\]/gu;
/** Shortest claim in characters that is left of one without its examples. */
const LEAST_LEFT = 12;

/** What has to be said, without notes, examples and marks of sources, where enough is left of it. */
export function coreOf(whole: string): string {
  const claim = whole.replace(CITATION, '');
  const left = claim.replace(ASIDE, ' ').replace(EXAMPLES, ' ').trim();
  return left.length >= (/\p{Script=Han}/u.test(left) ? LEAST_LEFT / 2 : LEAST_LEFT) ? left : claim;
}

/** Words of the claim, and of them those that a report would have to say. */
function contentsOf(text: string, { han }: Background): { readonly words: readonly Word[]; readonly contents: readonly Word[] } {
  const words = wordsOf(text, han);
  const said = words.filter(({ stop }) => !stop);
  const own = said.filter(({ text: word }) => !RUBRIC_WORDS.has(word));
  return { words, contents: own.length === 0 ? said : own };
}

/** Stems of what a claim says, each once. */
export function claimStems(text: string, background: Background): string[] {
  return stemsOf(contentsOf(text, background).contents);
}

/** Each once. */
function stemsOf(words: readonly Word[]): string[] {
  return [...new Set(words.map(({ stem }) => stem))];
}

function claimOf(text: string, index: ReportIndex): Claim {
  const { words, contents } = contentsOf(text, index.background);
  const terms = stemsOf(contents);
  const weights = terms.map((term) => weightOf(index, term));
  return {
    words,
    contents,
    terms,
    weights,
    weight: new Map(terms.map((term, i) => [term, weights[i] ?? 0])),
    total: weights.reduce((sum, weight) => sum + weight, 0) || 1,
  };
}

/** A stretch of the report: its words, and its stems. */
interface Region {
  readonly words: readonly Word[];
  readonly stems: ReadonlySet<string>;
  readonly texts: ReadonlySet<string>;
}

function regionOf(index: ReportIndex, { start, end }: Pick<Window, 'start' | 'end'>): Region {
  const words = index.sentences.slice(start, end).flatMap((sentence) => sentence.words);
  return {
    words,
    stems: new Set(words.filter(({ stop }) => !stop).map(({ stem }) => stem)),
    texts: new Set(words.map(({ text }) => text)),
  };
}

/** @param asked stems of the query: what it says already tells little */
export function readClaim(index: ReportIndex, whole: string, asked: ReadonlySet<string>): ClaimReading | undefined {
  const text = coreOf(whole);
  const claim = claimOf(text, index);
  if (claim.terms.length === 0 || index.sentences.length === 0) return undefined;
  const shares = [1, 3, 8].map((size) => coverageOf(index, claim.terms, claim.weights, size));
  const [one, three, eight] = [1, 3, 8].map((size, i) => bestWindow(shares[i] as Float64Array, size)) as [Window, Window, Window];
  const near = regionOf(index, three);
  const best = regionOf(index, one);
  const soft = softness(claim, index, near);
  const softly = softCoverage(claim, index, soft, asked, near);
  const row = rowOf({
    coverage: coverage(claim, index, { one, three, eight }, shares[1] as Float64Array, near, best),
    softly,
    order: order(claim, index, near, best),
    names: names(claim, index, near),
    numbers: numbers(claim, index, near),
    polarity: polarity(claim, near, best),
    substitution: substitution(claim, near),
    clauses: clauses(text, claim, index, soft),
    size: { terms: claim.terms.length },
  });
  return { row, covered: softly.soft3, passage: three };
}

/** All features in their order: an object of so many names would be slower to make than all of them are to find. */
function rowOf(groups: Readonly<Record<string, Readonly<Partial<Record<ClaimFeature, number>>>>>): Float64Array {
  const row = new Float64Array(CLAIM_FEATURE_NAMES.length).fill(Number.NaN);
  for (const group of Object.values(groups))
    for (const name in group) row[PLACES.get(name) as number] = group[name as ClaimFeature] as number;
  return row;
}

function coverage(
  { terms, weight, total }: Claim,
  index: ReportIndex,
  windows: { readonly one: Window; readonly three: Window; readonly eight: Window },
  shares3: Float64Array,
  near: Region,
  best: Region,
) {
  const { one, three, eight } = windows;
  const there = (term: string) => index.postings.has(term);
  const precision = shareOf(
    [...best.stems],
    (stem) => weightOf(index, stem),
    (stem) => weight.has(stem),
  );
  return {
    cov1: one.share,
    cov3: three.share,
    cov8: eight.share,
    covAll: sumOf(terms.filter(there), weight) / total,
    second3: secondShare(shares3, three, 3),
    plain3: terms.filter((term) => near.stems.has(term)).length / terms.length,
    plainAll: terms.filter(there).length / terms.length,
    fit1: (2 * precision * one.share) / (precision + one.share + 1e-9),
  };
}

/** Per term, 1 where it stands in the region, less where only a form of it does. */
function softness({ terms }: Claim, index: ReportIndex, near: Region): ReadonlyMap<string, number> {
  return new Map(
    terms.map((term) => {
      if (near.stems.has(term)) return [term, 1];
      const alike = term.length > PREFIX && index.prefixes.get(term.slice(0, PREFIX))?.some((other) => near.stems.has(other)) === true;
      return [term, alike ? SOFT_PREFIX : 0];
    }),
  );
}

function softCoverage(
  { terms, weight, total, contents }: Claim,
  index: ReportIndex,
  soft: ReadonlyMap<string, number>,
  asked: ReadonlySet<string>,
  near: Region,
) {
  const softOf = (term: string) => soft.get(term) ?? 0;
  const anywhere = (term: string) => index.postings.has(term) || (term.length > PREFIX && index.prefixes.has(term.slice(0, PREFIX)));
  const missing3 = terms.filter((term) => softOf(term) < HARD);
  const missingAll = missing3.filter((term) => !anywhere(term));
  const own = terms.filter((term) => !asked.has(term));
  const ownTotal = sumOf(own, weight) || 1;
  let run = 0;
  let runWeight = 0;
  let longest = 0;
  let heaviest = 0;
  for (const { stem } of contents) {
    const hard = softOf(stem) < HARD;
    run = hard ? run + 1 : 0;
    runWeight = hard ? runWeight + (weight.get(stem) ?? 0) : 0;
    longest = Math.max(longest, run);
    heaviest = Math.max(heaviest, runWeight);
  }
  const rareOf = (term: string) => rarity(index.background, term);
  return {
    soft3: terms.reduce((sum, term) => sum + softOf(term) * (weight.get(term) ?? 0), 0) / total,
    softAll: sumOf(terms.filter(anywhere), weight) / total,
    own3:
      sumOf(
        own.filter((term) => near.stems.has(term)),
        weight,
      ) / ownTotal,
    ownAll:
      sumOf(
        own.filter((term) => index.postings.has(term)),
        weight,
      ) / ownTotal,
    rarestMissing3: maxOf(missing3.map(rareOf)),
    rarestMissingAll: maxOf(missingAll.map(rareOf)),
    missing3: missing3.length,
    missingAll: missingAll.length,
    missingRun: longest,
    missingRunWeight: heaviest,
  };
}

function ends(pair: string): [string, string] {
  const [a = '', b = ''] = pair.split(' ');
  return [a, b];
}

function order({ contents }: Claim, index: ReportIndex, near: Region, best: Region) {
  const stems = contents.map(({ stem }) => stem);
  const claimed = [...pairsOf(stems, 1)];
  const nearPairs = pairsOf(
    near.words.filter(({ stop }) => !stop).map(({ stem }) => stem),
    2,
  );
  const positions = new Map<string, number>();
  best.words.forEach((word, i) => {
    if (!positions.has(word.stem)) positions.set(word.stem, i);
  });
  const sequence = stems.flatMap((stem) => positions.get(stem) ?? []);
  const apart = claimed.filter((pair) => {
    const [a, b] = ends(pair);
    const [here, there] = [index.postings.get(a), index.postings.get(b)];
    return a !== b && here !== undefined && there !== undefined && !meet(here, there);
  });
  return {
    pairs3: share(claimed, (pair) => nearPairs.has(pair)),
    pairsAll: share(claimed, (pair) => index.areNear(...ends(pair))),
    order1: longestRise(sequence) / Math.max(1, stems.length),
    apart: apart.length,
  };
}

function names({ words }: Claim, index: ReportIndex, near: Region) {
  const named = [...new Set(words.filter(({ name, stop }) => name && !stop).map(({ stem }) => stem))];
  const missing = named.filter((stem) => !index.postings.has(stem)).length;
  return {
    names3: named.length === 0 ? Number.NaN : share(named, (stem) => near.stems.has(stem)),
    namesAll: named.length === 0 ? Number.NaN : 1 - missing / named.length,
    namesMissing: missing,
  };
}

/** 1 for equal numbers, less where they are so after rounding. */
function closeness(a: number, b: number): number {
  if (a === b) return 1;
  if (a * b <= 0) return 0;
  const gap = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
  return gap < 0.01 ? 0.7 : gap < 0.05 ? 0.4 : 0;
}

function numbers({ words }: Claim, index: ReportIndex, near: Region) {
  const claimed = words.filter(isNumber);
  if (claimed.length === 0)
    return {
      numbers3: Number.NaN,
      numbersAll: Number.NaN,
      numbersMissing3: 0,
      numbersMissing: 0,
      numberConflict: 0,
      numberContext: Number.NaN,
    };
  const here = near.words.filter(isNumber);
  const bestOf = (value: number, among: readonly Word[]) => maxOf(among.map((other) => closeness(value, other.value ?? Number.NaN)));
  const in3 = claimed.map(({ value }) => bestOf(value, here));
  const inAll = claimed.map(({ value }, i) => ((in3[i] ?? 0) === 1 ? 1 : bestOf(value, index.numbers)));
  const conflict = claimed.filter(
    ({ value, unit }, i) =>
      (in3[i] ?? 0) < 0.5 && unit !== undefined && here.some((other) => other.unit === unit && closeness(value, other.value) < 0.5),
  );
  return {
    numbers3: mean(in3),
    numbersAll: mean(inAll),
    numbersMissing3: in3.filter((found) => found < 0.5).length,
    numbersMissing: inAll.filter((found) => found < 0.5).length,
    numberConflict: conflict.length,
    numberContext: numberContext(words, near),
  };
}

/** Of the words around each number, how many stand around the same number in the region; the least of the numbers. */
function numberContext(words: readonly Word[], near: Region): number {
  const found = words.flatMap((word, i) => {
    if (!isNumber(word)) return [];
    const around = around3(words, i, 3);
    const places = near.words.flatMap((other, j) => (isNumber(other) && closeness(word.value, other.value) > 0.5 ? [j] : []));
    if (around.size === 0 || places.length === 0) return [];
    return [maxOf(places.map((place) => share([...around], (stem) => around3(near.words, place, 6).has(stem))))];
  });
  return found.length === 0 ? Number.NaN : Math.min(...found);
}

function around3(words: readonly Word[], at: number, reach: number): Set<string> {
  const stems = new Set<string>();
  for (let i = Math.max(0, at - reach); i <= Math.min(words.length - 1, at + reach); i++) {
    const word = words[i];
    if (i !== at && word !== undefined && !word.stop) stems.add(word.stem);
  }
  return stems;
}

function polarity({ words, terms, weight }: Claim, near: Region, best: Region) {
  const denied = words.filter(isNegation);
  const deniedBest = best.words.filter(isNegation);
  const here = afterNegation(words);
  const there = afterNegation(near.words);
  const turn = words.reduce((sum, word) => sum + directionOf(word), 0);
  const turnBest = best.words.reduce((sum, word) => sum + directionOf(word), 0);
  const fresh = (word: Word) => !near.texts.has(word.text) && !near.stems.has(word.stem);
  const opposites = words.filter((word) => fresh(word) && oppositesOf(word.text).some((other) => near.texts.has(other)));
  return {
    negationDiffers: (denied.length + deniedBest.length) % 2,
    negationNew: denied.filter(fresh).length,
    negatedHere: [...here].filter((stem) => near.stems.has(stem) && !there.has(stem)).length,
    negatedThere: terms.filter((term) => there.has(term) && !here.has(term)).length,
    directionConflict: turn * turnBest < 0 ? 1 : 0,
    directionNew: words.filter((word) => directionOf(word) !== 0 && fresh(word)).length,
    opposite3: opposites.length,
    oppositeWeight: maxOf(opposites.map(({ stem }) => weight.get(stem) ?? 0.3)),
    adversativeNew: words.filter((word) => isAdversative(word) && !near.texts.has(word.text)).length,
    quantityNew: words.filter((word) => isQuantity(word) && !near.texts.has(word.text)).length,
    hedgeLost: Math.max(0, best.words.filter(isHedge).length - words.filter(isHedge).length),
  };
}

/** Of the closed list, and the word with or without a syllable that turns it round: "efficient" and "inefficient". */
function oppositesOf(word: string): readonly string[] {
  const listed = OPPOSITE.get(word) ?? [];
  if (word.length < LEAST_TURNED || word.charCodeAt(0) > 122) return [...listed];
  const bare = TURNED.flatMap((syllable) =>
    word.startsWith(syllable) && word.length - syllable.length >= LEAST_TURNED - 1 ? [word.slice(syllable.length)] : [],
  );
  return [...listed, ...bare, ...TURNED.map((syllable) => syllable + word)];
}

const TURNED = ['un', 'in', 'im', 'ir', 'il', 'dis', 'non', 'mis'] as const;
/** In letters: shorter words are turned round by others. */
const LEAST_TURNED = 5;

/** Contents that a negation stands shortly before. */
function afterNegation(words: readonly Word[]): Set<string> {
  const stems = new Set<string>();
  words.forEach((word, i) => {
    if (!isNegation(word)) return;
    for (const next of words.slice(i + 1, i + 5)) if (!next.stop) stems.add(next.stem);
  });
  return stems;
}

/** A word of the claim is missing, and between its two neighbours the region has another one in its place. */
function substitution({ contents, weight }: Claim, near: Region) {
  const places = new Map<string, number[]>();
  near.words.forEach((word, i) => {
    const list = places.get(word.stem);
    if (list === undefined) places.set(word.stem, [i]);
    else list.push(i);
  });
  let count = 0;
  let heaviest = 0;
  contents.forEach((word, i) => {
    if (near.stems.has(word.stem)) return;
    const left = contents.slice(Math.max(0, i - 2), i).findLast(({ stem }) => near.stems.has(stem));
    const right = contents.slice(i + 1, i + 3).find(({ stem }) => near.stems.has(stem));
    if (left === undefined || right === undefined) return;
    const replaced = (places.get(left.stem) ?? []).some((from) =>
      (places.get(right.stem) ?? []).some(
        (to) => to - from > 1 && to - from <= 5 && near.words.slice(from + 1, to).some(({ stop, stem }) => !stop && !weight.has(stem)),
      ),
    );
    if (!replaced) return;
    count++;
    heaviest = Math.max(heaviest, weight.get(word.stem) ?? 0);
  });
  return { substituted: count, substitutedWeight: heaviest };
}

/** Each clause of the claim on its own: a claim of which one part is covered and another is not is partly met. */
function clauses(text: string, { contents, weight }: Claim, index: ReportIndex, soft: ReadonlyMap<string, number>) {
  const covered = text
    .split(CLAUSES)
    .filter((part) => part.length > 3)
    .slice(0, MOST_CLAUSES)
    .flatMap((part) => {
      const terms = [
        ...new Set(wordsOf(part, index.background.han).flatMap(({ stop, stem }) => (stop || !weight.has(stem) ? [] : [stem]))),
      ];
      if (terms.length < 2) return [];
      const weights = terms.map((term) => weight.get(term) ?? weightOf(index, term));
      return [bestWindow(coverageOf(index, terms, weights, 3), 3).share];
    });
  const third = Math.max(1, Math.floor(contents.length / 3));
  const softShare = (part: readonly Word[]) =>
    shareOf(
      part,
      ({ stem }) => weight.get(stem) ?? 0,
      ({ stem }) => (soft.get(stem) ?? 0) >= HARD,
    );
  return {
    clauseLeast: covered.length === 0 ? Number.NaN : Math.min(...covered),
    clauseMean: covered.length === 0 ? Number.NaN : mean(covered),
    clausesLow: covered.filter((share) => share < 0.5).length,
    headThird: softShare(contents.slice(0, third)),
    tailThird: softShare(contents.slice(-third)),
  };
}

function sumOf(terms: readonly string[], weight: ReadonlyMap<string, number>): number {
  return terms.reduce((sum, term) => sum + (weight.get(term) ?? 0), 0);
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length;
}

function shareOf<T>(items: readonly T[], weigh: (item: T) => number, holds: (item: T) => boolean): number {
  let [held, all] = [0, 0];
  for (const item of items) {
    const weight = weigh(item);
    all += weight;
    if (holds(item)) held += weight;
  }
  return all === 0 ? 0 : held / all;
}

function maxOf(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return sum / values.length;
}

/** Whether two ascending lists share a number. */
function meet(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [left, right] = [a[i] as number, b[j] as number];
    if (left === right) return true;
    if (left < right) i++;
    else j++;
  }
  return false;
}

/** Length of the longest strictly rising subsequence. */
function longestRise(sequence: readonly number[]): number {
  const tails: number[] = [];
  for (const value of sequence) {
    const at = tails.findIndex((tail) => tail >= value);
    if (at < 0) tails.push(value);
    else tails[at] = value;
  }
  return tails.length;
}
