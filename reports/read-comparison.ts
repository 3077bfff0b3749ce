/** readComparison, readAllComparisons: two agents over all tasks of a benchmark, and every two, out of a store. */
import { InputError } from '../judge/errors.ts';
import { checkAgent } from '../runners/store/agents.ts';
import { agentsJudgedBy, type ChosenJudge, chooseJudge, judgesOf } from '../runners/store/judges.ts';
import { plannedMeetings } from '../runners/store/planned-battles.ts';
import { type TrialRow, trialRows } from '../runners/store/results.ts';
import { type Selection, tasksOf } from '../runners/store/runs.ts';
import { type Store, type StoreAt, withStore } from '../runners/store/store.ts';
import type { StoredTask } from '../runners/store/tasks.ts';
import type { BoardComparison, ComparedCriterion, ComparedTask } from './board/comparison.ts';
import { differingCriteria } from './board/differing.ts';
import { chosenBattles } from './head-to-head/battle-choice.ts';
import { SourceCounter } from './head-to-head/battle-source.ts';
import { headToHeads } from './head-to-head/head-to-head.ts';
import { scoreComparisons } from './head-to-head/score-comparison.ts';
import { adjustFamilies } from './head-to-head/score-families.ts';
import { verdictOf } from './head-to-head/sentence.ts';
import { matchedTask } from './leaderboard/matched.ts';
import { byAgent, scoredTask } from './leaderboard/rewards.ts';
import type { GridOptions } from './read-board.ts';
import { type ComparePart, chosenTwo } from './web/site-parts.ts';
import { namesInEach } from './words/i18n.ts';
import { LANGUAGES, type Language } from './words/translate.ts';

/** @throws InputError where the store knows no such agent, and where the judge has judged fewer than two */
export function readComparison(
  at: StoreAt,
  options: GridOptions & { readonly a?: string | undefined; readonly b?: string | undefined },
): Promise<BoardComparison> {
  return withStore(at, { mode: 'read' }, (store) => {
    const field = fieldOf(store, options);
    for (const name of [options.a, options.b]) if (name !== undefined) checkAgent(store, name);
    const [a, b] = chosenTwo(field.agents, { of: options.a, beside: options.b });
    if (a === undefined || b === undefined || a === b)
      throw new InputError(`${options.benchmark}: two agents that ${field.judge.name} has judged are needed`);
    const { selection, judge } = field;
    const tasks = [...tasksOf(store, selection).values()];
    return compared(
      store,
      field,
      a,
      b,
      new Map(tasks.map((task) => [task, twoOf(trialRows(store, selection, task, judge.id, [a, b]), a, b)])),
    );
  });
}

/** Every two of the agents, in the order of their names. @throws InputError as readComparison does */
export function readAllComparisons(at: StoreAt, options: GridOptions): Promise<ComparePart[]> {
  return withStore(at, { mode: 'read' }, (store) => {
    const field = fieldOf(store, options);
    const { selection, judge, agents } = field;
    const rows = new Map([...tasksOf(store, selection).values()].map((task) => [task, [...trialRows(store, selection, task, judge.id)]]));
    return agents.flatMap((a, i) =>
      agents.slice(i + 1).map((b) => ({
        compared: compared(store, field, a, b, new Map([...rows].map(([task, trials]) => [task, twoOf(trials, a, b)]))),
        turnedBattles: battlesOf(store, selection, b, a),
      })),
    );
  });
}

/** Among whom agents are compared. */
interface Field {
  readonly selection: Selection;
  readonly judge: ChosenJudge;
  readonly judges: readonly string[];
  readonly agents: readonly string[];
  readonly scale: GridOptions['scale'];
}

function fieldOf(store: Store, { benchmark, sweep, judge: name, scale }: GridOptions): Field {
  const selection = { benchmark, sweep };
  const judge = chooseJudge(store, selection, name);
  const judges = [...new Set(judgesOf(store, selection).map((row) => row.name))];
  return { selection, judge, judges, agents: agentsJudgedBy(store, selection, judge.id), scale };
}

function compared(
  store: Store,
  { selection, judge, judges, agents, scale }: Field,
  a: string,
  b: string,
  trials: ReadonlyMap<StoredTask, Two>,
): BoardComparison {
  const { benchmark } = selection;
  const [scores = null] = adjustFamilies(
    scoreComparisons(a, [b], trials.keys(), (task) => trials.get(task)?.flat() ?? [], { benchmark, scale, judge: judge.name }),
  );
  const found = differences(trials, scale);
  const shown = scores && {
    overall: scores.overall,
    byAxis: scores.byAxis,
    byDomain: scores.byDomain,
    onlyFirst: scores.onlyFirst,
    onlySecond: scores.onlySecond,
  };
  return {
    ...{ benchmark, judge: judge.name, judges, scale, agents, a, b, scores: shown },
    ...found,
    names: namesInEach([
      ...Object.keys(shown?.byAxis ?? {}),
      ...found.tasks.map(({ domain }) => domain),
      ...found.criteria.flatMap(({ axis }) => axis ?? []),
    ]),
    battles: battlesOf(store, selection, a, b),
  };
}

type Two = readonly [a: readonly TrialRow[], b: readonly TrialRow[]];

function twoOf(rows: Iterable<TrialRow>, a: string, b: string): Two {
  const found = new Map(byAgent(rows));
  return [found.get(a) ?? [], found.get(b) ?? []];
}

function differences(trials: ReadonlyMap<StoredTask, Two>, scale: GridOptions['scale']): Pick<BoardComparison, 'tasks' | 'criteria'> {
  const tasks: ComparedTask[] = [];
  const criteria: ComparedCriterion[] = [];
  for (const [stored, [mine, theirs]] of trials) {
    const task = scoredTask(stored);
    const matched = task && mine.length > 0 && theirs.length > 0 ? matchedTask(task, mine, theirs, scale) : undefined;
    if (task === undefined || matched === undefined) continue;
    tasks.push({ id: task.id, domain: task.domain, difference: matched.whole.difference });
    criteria.push(...differingCriteria(task, mine, theirs, scale));
  }
  return { tasks, criteria: criteria.toSorted((x, y) => y.lost - x.lost) };
}

function battlesOf(store: Store, { benchmark, sweep }: Selection, a: string, b: string): BoardComparison['battles'] {
  const planned = plannedMeetings(store, { sweep, benchmark, dimension: 'overall' });
  const battles = chosenBattles(store, { sweep, benchmark, agents: [a, b] }, new SourceCounter());
  const [met] = headToHeads(battles, { of: a, planned });
  if (met === undefined || met.b !== b) return null;
  const { wins, ties, losses } = met.overall;
  const said = (language: Language) =>
    `${wins}-${ties}-${losses}: ${verdictOf(language, met, { adjustedP: met.adjustedP, comparisons: 1 })}`;
  return Object.fromEntries(LANGUAGES.map((language) => [language, said(language)])) as Record<Language, string>;
}
