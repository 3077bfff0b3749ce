/** readComparison: two agents over all tasks of a benchmark, out of a store. */
import { InputError } from '../judge/errors.ts';
import { checkAgent } from '../runners/store/agents.ts';
import { agentsJudgedBy, chooseJudge, judgesOf } from '../runners/store/judges.ts';
import { plannedMeetings } from '../runners/store/planned-battles.ts';
import { type TrialRow, trialRows } from '../runners/store/results.ts';
import { type Selection, tasksOf } from '../runners/store/runs.ts';
import { type Store, type StoreAt, withStore } from '../runners/store/store.ts';
import type { StoredTask } from '../runners/store/tasks.ts';
import { type BoardComparison, type ComparedCriterion, type ComparedTask, differingCriteria } from './board/comparison.ts';
import { chosenBattles } from './head-to-head/battle-choice.ts';
import { SourceCounter } from './head-to-head/battle-source.ts';
import { headToHeads } from './head-to-head/head-to-head.ts';
import { scoreComparisons } from './head-to-head/score-comparison.ts';
import { adjustFamilies } from './head-to-head/score-families.ts';
import { verdictOf } from './head-to-head/sentence.ts';
import { matchedTask } from './leaderboard/matched.ts';
import { byAgent, scoredTask } from './leaderboard/rewards.ts';
import type { GridOptions } from './read-board.ts';
import { LANGUAGES, type Language } from './words/translate.ts';

/** @throws InputError where the store knows no such agent, and where the judge has judged fewer than two */
export function readComparison(
  at: StoreAt,
  options: GridOptions & { readonly a?: string | undefined; readonly b?: string | undefined },
): Promise<BoardComparison> {
  return withStore(at, { mode: 'read' }, (store) => {
    const { benchmark, sweep, scale } = options;
    const selection = { benchmark, sweep };
    const judge = chooseJudge(store, selection, options.judge);
    const agents = agentsJudgedBy(store, selection, judge.id);
    for (const name of [options.a, options.b]) if (name !== undefined) checkAgent(store, name);
    const a = options.a ?? agents.find((name) => name !== options.b);
    const b = options.b ?? agents.find((name) => name !== a);
    if (a === undefined || b === undefined || a === b)
      throw new InputError(`${benchmark}: two agents that ${judge.name} has judged are needed`);
    const trials = new Map(
      [...tasksOf(store, selection).values()].map((task) => [task, trialsOfTwo(trialRows(store, selection, task, judge.id, [a, b]), a, b)]),
    );
    const [scores = null] = adjustFamilies(
      scoreComparisons(a, [b], trials.keys(), (task) => trials.get(task)?.flat() ?? [], { benchmark, scale, judge: judge.name }),
    );
    const judges = [...new Set(judgesOf(store, selection).map(({ name }) => name))];
    return {
      benchmark,
      judge: judge.name,
      judges,
      scale,
      agents,
      a,
      b,
      scores,
      ...differences(trials, scale),
      battles: battlesOf(store, selection, a, b),
    };
  });
}

type Two = readonly [a: readonly TrialRow[], b: readonly TrialRow[]];

function trialsOfTwo(rows: Iterable<TrialRow>, a: string, b: string): Two {
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
