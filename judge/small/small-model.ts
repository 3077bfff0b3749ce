/** The small judge's weights, and what they say of one criterion on one indexed report. */
import type { Label } from '../checklist/verdict.ts';
import { CLAIM_FEATURE_NAMES, readClaim } from './claim-features.ts';
import type { Window } from './coverage.ts';
import { demandOf } from './frames.ts';
import { qualityRow } from './quality-features.ts';
import type { Background, ReportIndex } from './report-index.ts';
import { type Forest, probability } from './trees.ts';

/** Two questions in order: is it met at least in part, is it met fully. */
export interface Ordered {
  readonly partly: Forest;
  readonly fully: Forest;
}

export interface SmallModel {
  /** Of its content: another fit is another judge. */
  readonly id: string;
  readonly background: Background;
  /** Whether a passage in the words of the claim says something else; learnt from twins that differ by one fact. */
  readonly contradiction: Forest;
  readonly claims: Ordered;
  readonly quality: Ordered;
}

export interface Estimate {
  readonly probabilities: Readonly<Record<Label, number>>;
  /** Share of the claim, by weight of its words, that the best passage holds; undefined for questions of quality. */
  readonly covered?: number;
  /** Probability that the passage says something else than the claim. */
  readonly contradicted?: number;
  readonly passage?: Window;
  /** Why this is no kind that it has learnt; undefined where it is. */
  readonly unlearnt?: 'language' | 'quality';
  readonly absence: boolean;
}

/** Below this share of Han characters a text counts as written in letters. */
const HAN_SHARE = 0.15;

/**
 * @param form of the report, by formOf
 * @param asked stems of the query
 */
export function estimate(
  { contradiction, claims, quality }: Pick<SmallModel, 'contradiction' | 'claims' | 'quality'>,
  index: ReportIndex,
  form: readonly number[],
  { criterion, query, asked }: { readonly criterion: string; readonly query: string; readonly asked: ReadonlySet<string> },
): Estimate {
  const demand = demandOf(criterion);
  if (demand.quality) {
    const probabilities = ordered(quality, qualityRow(index, form, criterion, query, asked));
    return { probabilities, absence: false, unlearnt: 'quality' };
  }
  const reading = readClaim(index, demand.claim, asked);
  const absence = demand.absence;
  // Nothing of the claim can be looked for.
  if (reading === undefined)
    return { probabilities: turned({ satisfied: 0, partial: 0, unsatisfied: 1 }, absence), absence, unlearnt: 'language' };
  const row = CLAIM_FEATURE_NAMES.map((name) => reading.values[name]);
  const contradicted = 1 - probability(contradiction, row);
  const probabilities = turned(ordered(claims, [...row, contradicted]), absence);
  const foreign = isHan(demand.claim) !== isHan(index.text);
  return {
    probabilities,
    covered: reading.values.soft3,
    contradicted,
    passage: reading.passage,
    absence,
    ...(foreign && { unlearnt: 'language' as const }),
  };
}

function ordered({ partly, fully }: Ordered, row: ArrayLike<number>): Record<Label, number> {
  const atLeast = probability(partly, row);
  const satisfied = Math.min(atLeast, probability(fully, row));
  return { satisfied, partial: atLeast - satisfied, unsatisfied: 1 - atLeast };
}

/** For a criterion that holds where the claim is missing. */
function turned(given: Record<Label, number>, absence: boolean): Record<Label, number> {
  return absence ? { satisfied: given.unsatisfied, partial: given.partial, unsatisfied: given.satisfied } : given;
}

export function isHan(text: string): boolean {
  const start = text.slice(0, 4000);
  const letters = start.match(/\p{L}/gu)?.length ?? 0;
  return letters > 0 && (start.match(/\p{Script=Han}/gu)?.length ?? 0) / letters > HAN_SHARE;
}

/** The likeliest label; of two equally likely ones the lower. */
export function likeliest(probabilities: Readonly<Record<Label, number>>): Label {
  return (['unsatisfied', 'partial', 'satisfied'] as const).reduce((best, label) =>
    probabilities[label] > probabilities[best] + 1e-12 ? label : best,
  );
}

/** The file of weights, as parsed JSON. */
export interface SmallFile {
  readonly format: 1;
  readonly groups: number;
  /** Stems by how many groups of texts hold them, parted by blanks. */
  readonly words: Readonly<Record<string, string>>;
  readonly contradiction: Forest;
  readonly claims: Ordered;
  readonly quality: Ordered;
}

/** @param id of the file's content */
export function loadSmall(file: SmallFile, id: string): SmallModel {
  const counts = new Map<string, number>();
  for (const [count, stems] of Object.entries(file.words)) for (const stem of stems.split(' ')) counts.set(stem, Number(count));
  const { contradiction, claims, quality, groups } = file;
  return { id, background: { groups, counts }, contradiction, claims, quality };
}

export function fileOf({ background, contradiction, claims, quality }: Omit<SmallModel, 'id'>): SmallFile {
  const words = new Map<number, string[]>();
  for (const [stem, count] of [...background.counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const list = words.get(count);
    if (list === undefined) words.set(count, [stem]);
    else list.push(stem);
  }
  const byCount = [...words].sort(([a], [b]) => a - b).map(([count, stems]) => [String(count), stems.join(' ')]);
  return { format: 1, groups: background.groups, words: Object.fromEntries(byCount), contradiction, claims, quality };
}
