/** Comparing an agent with another, or with all that it met: battles head to head, and scores paired by task. */
import type { Scale } from '../judge/checklist/reward.ts';
import { InputError } from '../judge/errors.ts';
import { checkAgent } from '../runners/store/agents.ts';
import { agentsJudgedBy, chooseJudge, isHashOf, preferredJudges } from '../runners/store/judges.ts';
import { plannedMeetings } from '../runners/store/planned-battles.ts';
import { evaluated } from '../runners/store/provenance.ts';
import { trialRows } from '../runners/store/results.ts';
import { benchmarkNames, tasksOf } from '../runners/store/runs.ts';
import { type Store, type StoreAt, withStore } from '../runners/store/store.ts';
import type { StoredTask } from '../runners/store/tasks.ts';
import { checkChoice, chosenBattles } from './head-to-head/battle-choice.ts';
import { battleProvenance } from './head-to-head/battle-provenance.ts';
import { type BattleSource, SourceCounter } from './head-to-head/battle-source.ts';
import { type HeadToHead, headToHeads } from './head-to-head/head-to-head.ts';
import { type ScoreComparison, scoreComparisons } from './head-to-head/score-comparison.ts';
import { type AdjustedComparison, adjustFamilies } from './head-to-head/score-families.ts';
import { type JudgeNote, namesakesNote } from './leaderboard/judge-note.ts';
import { fingerprintOf } from './leaderboard/provenance.ts';

export interface CompareOptions {
  readonly sweep?: string | undefined;
  readonly benchmark?: string | undefined;
  readonly judges?: readonly string[] | undefined;
  /** How much worse is still not inferior, a share between 0 and 1. */
  readonly margin?: number | undefined;
  readonly scale: Scale;
  /** Whether to leave out attempts that failed, which otherwise lose and count 0. */
  readonly withoutFailed?: boolean | undefined;
}

export interface ComparedAgents {
  readonly list: readonly HeadToHead[];
  /** One a benchmark, judge and other agent. */
  readonly scores: readonly AdjustedComparison[];
  readonly source: BattleSource;
  readonly notes: readonly JudgeNote[];
}

/** @throws InputError for an agent, sweep or judge that the store does not know, and where the agents have neither met nor been scored */
export async function compareAgents(at: StoreAt, a: string, b: string | undefined, options: CompareOptions): Promise<ComparedAgents> {
  if (a === b) throw new InputError(`give two agents, or one and not "${a}" twice`);
  return withStore(at, { mode: 'read' }, (store) => compareIn(store, a, b, options));
}

function compareIn(store: Store, a: string, b: string | undefined, options: CompareOptions): ComparedAgents {
  for (const name of b === undefined ? [a] : [a, b]) checkAgent(store, name);
  const { sweep, benchmark, judges, margin, withoutFailed } = options;
  const choice = { sweep, benchmark, judges, agents: b === undefined ? [a] : [a, b] };
  checkChoice(store, choice);
  const counter = new SourceCounter();
  const planned = plannedMeetings(store, { sweep, benchmark, dimension: 'overall' });
  const met = headToHeads(chosenBattles(store, choice, counter), { of: a, margin, planned, withoutFailed });
  const scored = scoresOf(store, a, b, options);
  const source = counter.source(sweep);
  // Attempts that failed decide battles; where none was fought they are no battles, and the scores count them.
  const list = source.judges.length === 0 && scored.length > 0 ? [] : met;
  if (list.length === 0 && scored.length === 0)
    throw new InputError(
      b === undefined
        ? `${store.path}: ${a} has met no other agent in a battle, and shares no scored task with one`
        : `${store.path}: ${a} and ${b} have met in no battle, and no task has scores of both by ${judges?.join(' or ') ?? 'one judge'}`,
    );
  return {
    list,
    scores: scored.flatMap(({ comparisons }) => adjustFamilies(comparisons)),
    source: list.length === 0 ? source : { ...source, provenance: battleProvenance(store, source) },
    notes: scored.flatMap(({ notes }) => notes),
  };
}

interface Scored {
  /** On one benchmark, by one judge. */
  readonly comparisons: readonly ScoreComparison[];
  readonly notes: readonly JudgeNote[];
}

/**
 * For each benchmark that a judge has judged both on, by the preferred judge that has; where judges were named, by each of them and by no
 * other. @param b all others where undefined
 */
function scoresOf(store: Store, a: string, b: string | undefined, options: CompareOptions): Scored[] {
  const { sweep, benchmark, scale, judges: asked, withoutFailed } = options;
  const names = benchmarkNames(store, sweep).filter((name) => benchmark === undefined || name === benchmark);
  return names.flatMap((name) => {
    const selection = { benchmark: name, sweep };
    const judges = preferredJudges(store, selection);
    /** The first of them that has judged both. */
    const first = (candidates: typeof judges, asked: string | undefined): Scored[] => {
      for (const [i, { hash }] of candidates.entries()) {
        const by = chooseJudge(store, selection, hash);
        const others = b === undefined ? agentsJudgedBy(store, selection, by.id).filter((agent) => agent !== a) : [b];
        const trials = (task: StoredTask) => trialRows(store, selection, task, by.id);
        const fingerprint = fingerprintOf(evaluated(store, selection, by.id), by.hash, {
          scale,
          ...(withoutFailed === true && { withoutFailed }),
        });
        const about = { benchmark: name, scale, judge: by.name, fingerprint, withoutFailed };
        const comparisons = scoreComparisons(a, others, tasksOf(store, selection).values(), trials, about);
        if (comparisons.length === 0) continue;
        const notes: JudgeNote[] = i === 0 ? namesakesNote(by, asked, name) : [{ kind: 'newest of both', benchmark: name, judge: by.name }];
        return [{ comparisons, notes }];
      }
      return [];
    };
    if (asked === undefined) return first(judges, undefined);
    return [...new Set(asked)].flatMap((one) =>
      first(
        judges.filter((row) => row.name === one || isHashOf(row, one)),
        one,
      ),
    );
  });
}
