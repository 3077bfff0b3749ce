/** wordsIn: the words for labels, weights and outcomes that stand in a file, each with how often, whether or not it is known what they mean. */
import { FAILED, WINNERS, type Winner } from '../../judge/pairwise/winner-words.ts';
import type { SourceRow } from './container.ts';
import { openFields } from './fields.ts';
import type { MapPlan } from './plan.ts';
import { recordReader } from './records.ts';
import { folded, isBinary, labelOf, labelTable, meaningOf, outcomeTable, weightTable } from './tables.ts';
import { textOf } from './texts.ts';

export interface SeenWord {
  /** Of a label where criteria are told apart, else `*`. */
  readonly criterion: string;
  /** Folded; empty for an empty cell. */
  readonly word: string;
  readonly count: number;
  /** Undefined where nobody said. */
  readonly means?: string;
}

export interface SeenWords {
  readonly labels: readonly SeenWord[];
  readonly weights: readonly SeenWord[];
  readonly outcomes: readonly SeenWord[];
}

/** Criteria whose words are told apart where these are scales; more of them share one table. */
const MOST_CRITERIA = 6;
/** Words of one kind. */
const MOST_WORDS = 60;

/** @throws InputError where the fields of the plan cannot be read */
export function wordsIn(rows: readonly SourceRow[], plan: MapPlan): SeenWords {
  const fields = openFields(rows, plan);
  const [labels, weights, outcomes] = [new Map<string, Tally>(), new Map<string, number>(), new Map<string, number>()];
  /** Of outcomes, as they are folded. */
  const plain = new Map<string, string>();
  for (const row of rows) {
    const records = recordReader(fields, row);
    for (const { get } of fields.label === undefined ? [] : records('label')) {
      const criterion = (textOf(get('criterion')) ?? textOf(get('criterionId')) ?? '').trim();
      const tally = labels.get(criterion) ?? new Map<string, number>();
      labels.set(criterion, tally);
      add(tally, folded(get('label')));
    }
    for (const { get } of fields.criterion === undefined || fields.weight === undefined ? [] : records('criterion')) {
      const text = (textOf(get('weight')) ?? '').trim();
      if (text !== '' && !Number.isFinite(Number(text.replace(/\s*%$/, '')))) add(weights, folded(text));
    }
    for (const { get } of fields.outcome === undefined ? [] : records('outcome')) {
      const word = (textOf(get('outcome')) ?? '').trim();
      const names = [get('a'), get('b')].map((name) => textOf(name)?.trim());
      if (word === '' || names.includes(word)) continue;
      add(outcomes, folded(word));
      const side = word === fields.a?.text ? 'a' : word === fields.b?.text ? 'b' : sideOf(WINNERS.get(word.toLowerCase()));
      if (side !== undefined) plain.set(folded(word), side);
    }
  }
  const [ofWeights, ofOutcomes] = [weightTable(plan.weights), outcomeTable(plan.outcomes)];
  return {
    labels: labelWords(labels, plan),
    weights: listed(weights, (word) => ofWeights.get(word)?.toString()),
    outcomes: listed(outcomes, (word) => meaningOf(ofOutcomes, word) ?? plain.get(word)),
  };
}

function sideOf(winner: Winner | typeof FAILED | undefined): string | undefined {
  return winner === FAILED ? 'none' : winner?.outcome;
}

type Tally = Map<string, number>;

function add(tally: Tally, word: string, by = 1): void {
  tally.set(word, (tally.get(word) ?? 0) + by);
}

function listed(tally: Tally, meaning: (word: string) => string | undefined, criterion = '*'): SeenWord[] {
  return [...tally].slice(0, MOST_WORDS).map(([word, count]) => {
    const means = meaning(word);
    return { criterion, word, count, ...(means !== undefined && { means }) };
  });
}

function labelWords(byCriterion: ReadonlyMap<string, Tally>, plan: MapPlan): SeenWord[] {
  const table = labelTable(plan.labels);
  const meaning = (criterion: string, binary: boolean) => (word: string) => {
    const said = labelOf(word, criterion, table, binary);
    return said === undefined ? undefined : 'label' in said ? said.label : 'unscored';
  };
  const scales = [...byCriterion.values()].some((tally) => !isBinary(tally.keys()));
  if (scales && byCriterion.size <= MOST_CRITERIA)
    return [...byCriterion].flatMap(([criterion, tally]) => listed(tally, meaning(criterion, isBinary(tally.keys())), criterion));
  const all: Tally = new Map();
  for (const tally of byCriterion.values()) for (const [word, count] of tally) add(all, word, count);
  return listed(all, meaning('*', isBinary(all.keys())));
}
