/** Fitting the small judge: labelled rows to features, features to forests. */
import type { Label } from '../../judge/checklist/verdict.ts';
import { CLAIM_FEATURE_NAMES, CLAIM_FEATURES, readClaim } from '../../judge/small/claim-features.ts';
import { type ClaimKind, claimKind, demandOf } from '../../judge/small/frames.ts';
import { formOf, QUALITY_FEATURE_NAMES, qualityRow } from '../../judge/small/quality-features.ts';
import { type Background, indexReport } from '../../judge/small/report-index.ts';
import type { Ordered } from '../../judge/small/small-model.ts';
import type { Forest } from '../../judge/small/trees.ts';
import { wordsOf } from '../../judge/small/words.ts';
import { type BoostOptions, boost } from './boost.ts';
import type { LabelledText } from './public-labels.ts';

/** One labelled criterion as numbers. The level is 0 for unsatisfied, 1 for partial, 2 for satisfied, of the claim without its frame. */
export interface Example {
  readonly set: string;
  readonly group: string;
  readonly pair: string | undefined;
  readonly row: Float64Array;
  readonly level: number;
}

export interface ClaimExample extends Example {
  readonly kind: ClaimKind;
  /** A text of which every statement has to stand there. */
  readonly every: boolean;
}

const LEVELS: Readonly<Record<Label, number>> = { unsatisfied: 0, partial: 1, satisfied: 2 };
/** Texts that a word must stand in to be counted: rarer ones are all equally rare. */
const LEAST_GROUPS = 3;
const CLAIM_BOOST: Omit<BoostOptions, 'monotone'> = {
  rounds: 150,
  leaves: 7,
  rate: 0.05,
  featureShare: 0.3,
  rowShare: 0.8,
  leafRows: 30,
  l2: 3,
  seed: 7,
};
const DIRECTIONS = CLAIM_FEATURE_NAMES.map((name) => CLAIM_FEATURES[name]);
/** Of the features of a claim with the contradiction behind. */
export const CLAIM_DIRECTIONS: readonly number[] = [...DIRECTIONS, -1];

/** How rare words are, from the texts of the rows; a group of texts counts a word once. */
export function backgroundOf(rows: readonly LabelledText[], han: ReadonlySet<string> = new Set()): Background {
  const groups = new Map<string, Set<string>>();
  const chinese = new Set<string>();
  for (const { group, text, language } of new Map(rows.map((row) => [`${row.set} ${row.report}`, row])).values()) {
    const key = `${language} ${group}`;
    const stems = groups.get(key) ?? new Set();
    groups.set(key, stems);
    if (language === 'zh') chinese.add(key);
    for (const { stem, stop } of wordsOf(text)) if (!stop && !stem.startsWith('#')) stems.add(stem);
  }
  const counts = new Map<string, number>();
  for (const stems of groups.values()) for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  for (const [stem, count] of counts) if (count < LEAST_GROUPS) counts.delete(stem);
  return { groups: groups.size - chinese.size, hanGroups: chinese.size, counts, han };
}

export function claimExamples(rows: readonly LabelledText[], background: Background): ClaimExample[] {
  const read = reader(background);
  return rows.flatMap((row): ClaimExample[] => {
    const { index, asked } = read(row);
    const demand = demandOf(row.criterion);
    const reading = readClaim(index, demand.claim, asked);
    if (reading === undefined) return [];
    const level = LEVELS[row.label];
    return [
      {
        set: row.set,
        group: row.group,
        pair: row.pair,
        row: reading.row,
        level: demand.absence ? 2 - level : level,
        kind: claimKind(demand),
        every: demand.every,
      },
    ];
  });
}

export function qualityExamples(rows: readonly LabelledText[], background: Background): Example[] {
  const read = reader(background);
  return rows.map((row): Example => {
    const { index, form, asked } = read(row);
    return {
      set: row.set,
      group: row.group,
      pair: undefined,
      row: qualityRow(index, form(), row.criterion, row.query, asked),
      level: LEVELS[row.label],
    };
  });
}

/** Indexes a text once for the rows on it, which stand together. */
function reader(background: Background) {
  let text: string | undefined;
  let index = indexReport('', background);
  let form: readonly number[] | undefined;
  return (row: LabelledText) => {
    if (row.text !== text) {
      text = row.text;
      index = indexReport(text, background);
      form = undefined;
    }
    const asked = new Set(wordsOf(row.query).flatMap(({ stop, stem }) => (stop ? [] : [stem])));
    return {
      index,
      asked,
      form: () => {
        form ??= formOf(index);
        return form;
      },
    };
  };
}

/** Weights by which every set counts the same whatever its size, times its own factor; 0: nothing is learnt from it. */
export function setWeights(examples: readonly Example[], factors: Readonly<Record<string, number>>): Float64Array {
  const sizes = new Map<string, number>();
  for (const { set } of examples) if (factors[set] !== 0) sizes.set(set, (sizes.get(set) ?? 0) + 1);
  const all = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return Float64Array.from(examples, ({ set }) => ((factors[set] ?? 1) * all) / ((sizes.get(set) ?? 1) * sizes.size));
}

/** Of each row, for each of the two questions: a set may say what is met fully and nothing of what is met in part. */
export interface OrderedWeights {
  readonly partly: Float64Array;
  readonly fully: Float64Array;
}

/** Learnt from twins alone: is this the claim that the passage makes, or another in its words? */
export function fitContradiction(twins: readonly Example[]): Forest {
  return boost(
    CLAIM_FEATURE_NAMES,
    twins.map(({ row }) => row),
    twins.map(({ level }) => (level === 2 ? 1 : 0)),
    twins.map(() => 1),
    { ...CLAIM_BOOST, rounds: 200, leaves: 15, rate: 0.06, featureShare: 0.4, monotone: DIRECTIONS, seed: 5 },
  );
}

/** Of a row with the contradiction behind. */
const JUDGED_BY: readonly string[] = [...CLAIM_FEATURE_NAMES, 'contradicted'];

/**
 * @param rows of claim features, with the contradiction behind
 * @param names of the features in a row, where some are left out
 */
export function fitClaims(
  rows: readonly Float64Array[],
  levels: readonly number[],
  weights: OrderedWeights,
  names: readonly string[] = JUDGED_BY,
): Ordered {
  const monotone = names.map((name) => CLAIM_DIRECTIONS[JUDGED_BY.indexOf(name)] ?? 0);
  return fitOrdered(names, rows, levels, weights, { ...CLAIM_BOOST, monotone });
}

/** What is not met at all is so rare among questions of quality (4% of two sets) that it would hardly ever be said if it counted once. */
const UNMET = 3;

export function fitQuality(examples: readonly Example[], weights: Float64Array): Ordered {
  const rows = examples.map(({ row }) => row);
  const levels = examples.map(({ level }) => level);
  const options = { ...CLAIM_BOOST, rounds: 200, leaves: 31, monotone: [] };
  const partly = weights.map((weight, i) => (levels[i] === 0 ? UNMET * weight : weight));
  return fitOrdered(QUALITY_FEATURE_NAMES, rows, levels, { partly, fully: weights }, options);
}

function fitOrdered(
  features: readonly string[],
  rows: readonly Float64Array[],
  levels: readonly number[],
  weights: OrderedWeights,
  options: BoostOptions,
): Ordered {
  const forest = (least: number, weights: Float64Array) => {
    const used = rows.flatMap((_, i) => ((weights[i] as number) > 0 ? [i] : []));
    return boost(
      features,
      used.map((i) => rows[i] as Float64Array),
      used.map((i) => ((levels[i] as number) >= least ? 1 : 0)),
      used.map((i) => weights[i] as number),
      options,
    );
  };
  return { partly: forest(1, weights.partly), fully: forest(2, weights.fully) };
}
