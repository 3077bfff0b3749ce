/** Battles: comparing the stored reports of a sweep's agents, pair by pair; or what each pairing would take. */
import { InputError } from '../judge/errors.ts';
import { DIMENSIONS, type Dimension } from '../judge/pairwise/comparison.ts';
import { type PairJudge, runBattles } from './battles/battles.ts';
import { type Contestants, contestantsOf } from './battles/contestants.ts';
import { type BattleCost, batchesCost } from './battles/cost.ts';
import type { PairUp } from './battles/pairing.ts';
import type { JudgeConfig, OpenJudge } from './judges/open.ts';
import type { RunBudget } from './judging/budget.ts';
import {
  type Around,
  noteOtherEndpoints,
  noteOtherModels,
  type Opened,
  resumeBudget,
  type StoppedBy,
  stoppedBy,
  type Terms,
  withJudges,
} from './judging/paid-work.ts';
import { type BattleProgress, left } from './judging/progress.ts';
import { storeJudge } from './store/judges.ts';
import { type Store, type StoreAt, withStore } from './store/store.ts';

export interface BattleRequest extends Terms {
  readonly sweep: string;
  /** Undefined: all of the sweep's. */
  readonly benchmark?: string | undefined;
  /** The first two are asked, the next where they disagree. */
  readonly judges: readonly JudgeConfig[];
  /** Undefined: all that these judges can tell apart. */
  readonly dimensions?: readonly Dimension[] | undefined;
}

export interface BattleAround extends Around {
  readonly onProgress?: (progress: BattleProgress, budget: RunBudget) => void;
}

export interface BattleOutcome {
  readonly progress: BattleProgress;
  /** Comparisons that were not made, and are owed. */
  readonly owed: number;
  readonly stoppedBy: StoppedBy | undefined;
}

/**
 * @param pairUp plans the next batch from what came of those before
 * @throws InputError before anything is paid for, or the failure that ended it; everything finished is stored
 */
export function battle(at: StoreAt, request: BattleRequest, pairUp: PairUp, around: BattleAround): Promise<BattleOutcome> {
  return withJudges(request.judges, request, around, (opened) =>
    withStore(at, { mode: 'change' }, (store) => run(store, request, pairUp, opened, around)),
  );
}

async function run(store: Store, request: BattleRequest, pairUp: PairUp, opened: Opened, around: BattleAround): Promise<BattleOutcome> {
  const { sweep, benchmark } = request;
  const { stop, budget } = opened;
  const dimensions = dimensionsOf(request);
  store.lock();
  store.withhold(opened.keys);
  const contestants = contestantsOf(store, sweep, benchmark);
  const { missing } = contestants;
  if (missing > 0) around.onNotice(`${missing} ${missing === 1 ? 'report is' : 'reports are'} not there yet: their battles are owed`);
  const batches = pairUp(contestants);
  const judges = withRows(store, opened.judges);
  const asked = judges.map(({ id, pairwise, endpoint }) => ({ id, name: pairwise.name, ...(endpoint !== undefined && { endpoint }) }));
  noteOtherEndpoints(store, asked, around.onNotice);
  resumeBudget(store, opened, { limits: request.budget, sweep, judges: judges.map(({ id }) => id), agents: false });
  const progress = await runBattles(contestants, batches, {
    store,
    stop,
    judges,
    dimensions,
    from: { sweep, benchmark },
    now: () => new Date().toISOString(),
    onProgress: (latest) => around.onProgress?.(latest, budget),
  });
  noteOtherModels(store, asked, around.onNotice);
  const owed = left(progress);
  return { progress, owed, stoppedBy: stoppedBy(opened, owed > 0) };
}

export interface BattlePlan {
  readonly agents: readonly string[];
  readonly queries: number;
  readonly dimensions: readonly Dimension[];
  /** In the order in which they were given. */
  readonly pairings: readonly (BattleCost & { readonly pairing: string })[];
}

/** @param possible the pairings that these contestants can be made into. @throws InputError */
export function planBattles(
  at: StoreAt,
  request: BattleRequest,
  possible: (contestants: Contestants) => readonly { readonly pairing: string; readonly pairUp: PairUp }[],
  around: Around,
): Promise<BattlePlan> {
  const dimensions = dimensionsOf(request);
  return withJudges(request.judges, request, around, ({ judges, prices }) =>
    withStore(at, { mode: 'read' }, (store) => {
      const contestants = contestantsOf(store, request.sweep, request.benchmark);
      const cost = batchesCost(store, contestants, { judges, dimensions, prices });
      const pairings = possible(contestants).map(({ pairing, pairUp }) => ({ pairing, ...cost(pairUp(contestants)) }));
      return { agents: contestants.agents, queries: contestants.queries.length, dimensions, pairings };
    }),
  );
}

/** The offline comparator counts words: it would say the same of every dimension. @throws InputError where it is asked for others */
function dimensionsOf({ judges, dimensions: asked }: BattleRequest): readonly Dimension[] {
  if (judges.every(({ kind }) => kind === 'model')) return asked ?? DIMENSIONS;
  if (asked !== undefined && asked.join() !== 'overall')
    throw new InputError('the offline judge compares overall only: leave --dimensions out, or name a model with --judge-model');
  return ['overall'];
}

/** @throws InputError where one judge is named twice: its second opinion would be its first */
function withRows(store: Store, open: readonly OpenJudge[]): PairJudge[] {
  const judges = store.transaction(() => open.map((judge) => ({ ...judge, id: storeJudge(store, judge.pairwise) })));
  const twice = judges.find(({ id }, i) => judges.findIndex((other) => other.id === id) !== i);
  if (twice !== undefined) throw new InputError(`the judge "${twice.pairwise.name}" is named twice: a second opinion needs another judge`);
  return judges;
}
