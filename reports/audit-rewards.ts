/** rewardsAudit: stored judgments as rewards, under each mapping, and what noise on *partial* does to learning. */
import { InputError } from '../judge/errors.ts';
import { chooseJudge, judgesOf } from '../runners/store/judges.ts';
import { trialRows } from '../runners/store/results.ts';
import { benchmarkNames, checkSweep, tasksOf } from '../runners/store/runs.ts';
import { type Store, type StoreAt, withStore } from '../runners/store/store.ts';
import { AUDITED, type AuditedReport, auditRewards, type RewardAudit } from './rewards/audit.ts';
import { LEARNING, type LearningCurve, learningCurve } from './rewards/simulate.ts';

export interface RewardsAuditOptions {
  readonly sweep?: string | undefined;
  readonly benchmark?: string | undefined;
  /** Undefined: the judge of the leaderboard. */
  readonly judge?: string | undefined;
  readonly seed: number;
}

export interface BenchmarkAudit extends RewardAudit {
  readonly benchmark: string;
  readonly judge: string;
}

export interface RewardsAudit {
  readonly audits: readonly BenchmarkAudit[];
  /** Made up, not measured: of no store's judge. */
  readonly simulation: { readonly seed: number; readonly curves: readonly LearningCurve[] } & typeof LEARNING;
}

/** How often a true *partial* is read as something else. */
const NOISE = [0, 0.3, 0.6] as const;
/** `partial-is-not` is `strict` where no weight is negative. */
const LEARNT = AUDITED.filter((scale) => scale !== 'partial-is-not');

/** @throws InputError where the store has no judged report of these */
export function rewardsAudit(at: StoreAt, options: RewardsAuditOptions): Promise<RewardsAudit> {
  return withStore(at, { mode: 'read' }, (store) => {
    const { sweep, benchmark, seed } = options;
    if (sweep !== undefined) checkSweep(store, sweep);
    const names = benchmarkNames(store, sweep).filter((name) => benchmark === undefined || name === benchmark);
    const audits = names.flatMap((name) => auditOf(store, name, options));
    if (audits.length === 0)
      throw new InputError(`${store.path}: no judged report on a rubric${benchmark === undefined ? '' : ` of ${benchmark}`}`);
    const curves = NOISE.flatMap((noise) => LEARNT.map((scale) => learningCurve({ ...LEARNING, scale, noise, seed })));
    return { audits, simulation: { seed, ...LEARNING, curves } };
  });
}

function auditOf(store: Store, benchmark: string, { sweep, judge: named, seed }: RewardsAuditOptions): BenchmarkAudit[] {
  const selection = { benchmark, sweep };
  if (named === undefined && judgesOf(store, selection).length === 0) return [];
  const judge = chooseJudge(store, selection, named);
  const reports: AuditedReport[] = [];
  for (const task of tasksOf(store, selection).values()) {
    const { id, rubric } = task.task;
    if (rubric === undefined) continue;
    for (const row of trialRows(store, selection, task, judge.id))
      if (row.reportId !== null) reports.push({ task: id, rubric, labels: row.labels });
  }
  if (!reports.some(({ labels }) => labels.size > 0)) return [];
  return [{ benchmark, judge: judge.name, ...auditRewards(reports, seed) }];
}
