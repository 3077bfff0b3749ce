/** Paid work as a person sees it: progress and notes on stderr, Ctrl-C, and what is said at the end. */
import { printable } from '../benchmarks/files/check.ts';
import type { AttackOutcome } from '../runners/attack-judge.ts';
import type { BattleOutcome } from '../runners/battle.ts';
import type { RunBudget } from '../runners/judging/budget.ts';
import type { RunOutcome } from '../runners/judging/carry-out.ts';
import type { Around, StoppedBy } from '../runners/judging/paid-work.ts';
import type { BattleProgress, Problems, RunProgress } from '../runners/judging/progress.ts';
import type { LabelOutcome } from '../runners/label-rows.ts';
import { Failed, Interrupted } from './exit.ts';
import { type Io, note, plural } from './io.ts';
import { startBattleProgress } from './progress/battle-progress.ts';
import type { Progress } from './progress/parts.ts';
import { startProgress } from './progress/progress.ts';

type Watch<P> = Around & { readonly onProgress: (progress: P, budget: RunBudget) => void };

/** @throws Failed where something did not succeed, Interrupted after Ctrl-C; all that was finished is stored */
export async function watchRun<O extends RunOutcome>(io: Io, run: (around: Watch<RunProgress>) => Promise<O>): Promise<O> {
  const outcome = await watched(io, startProgress(io), run);
  concludeRun(io, outcome);
  return outcome;
}

/** As watchRun, where no agent is run: what agents failed at before is no failure of this command. */
export async function watchRejudge(io: Io, run: (around: Watch<RunProgress>) => Promise<RunOutcome>): Promise<void> {
  const outcome = await watched(io, startProgress(io), run);
  const failed = total(outcome, 'failed');
  if (failed > 0) note(io, `${plural(failed, 'attempt')} failed before and left nothing to judge: counted as failed`);
  concludeRun(io, outcome, 0);
}

function total({ progress }: RunOutcome, of: 'failed' | 'missing' | 'unscored' | 'split'): number {
  return progress.agents.reduce((sum, agent) => sum + agent[of], 0);
}

/** What is there is for the caller to write before it says how the work ended. */
export function watchLabels(io: Io, label: (around: Watch<RunProgress>) => Promise<LabelOutcome>): Promise<LabelOutcome> {
  return watched(io, startProgress(io), label);
}

/** @throws Failed where rows are left without a label through a judge's fault, Interrupted after Ctrl-C; all that was paid for is stored */
export function concludeLabels(io: Io, { progress, undecided, stoppedBy }: LabelOutcome): void {
  listProblems(io, progress.problems);
  checkNotStopped(stoppedBy);
  const unscored = undecided.filter(({ why }) => why === 'unscored').length;
  failWhere(
    [unscored > 0 ? `${plural(unscored, 'row')} without a label, as a judge gave no verdict` : ''],
    'Run the same command to ask again',
  );
}

/** What is there is for the caller to print before it says how the work ended. */
export function watchAttack(io: Io, attack: (around: Watch<RunProgress>) => Promise<AttackOutcome>): Promise<AttackOutcome> {
  return watched(io, startProgress(io), attack);
}

/** @throws Failed where criteria are unscored, Interrupted after Ctrl-C; all that was paid for is stored */
export function concludeAttack(io: Io, { progress, stoppedBy }: AttackOutcome): void {
  listProblems(io, progress.problems);
  checkNotStopped(stoppedBy);
  const unscored = progress.agents.reduce((sum, agent) => sum + agent.unscored, 0);
  failWhere([unscored > 0 ? `${plural(unscored, 'criterion', 'criteria')} unscored` : ''], 'Run the same command to ask again');
}

/** @throws as watchRun does */
export async function watchBattles(io: Io, battle: (around: Watch<BattleProgress>) => Promise<BattleOutcome>): Promise<void> {
  concludeBattles(io, await watched(io, startBattleProgress(io), battle));
}

/** Until Ctrl-C or SIGTERM: the first lets what is in flight finish, the next one breaks it off. */
export async function watchWorker(io: Io, work: (around: Around) => Promise<void>): Promise<void> {
  const [stopping, aborting] = [new AbortController(), new AbortController()];
  const stopListening = io.onInterrupt(() => (stopping.signal.aborted ? aborting : stopping).abort());
  try {
    await work({ ...around(io), stopping: stopping.signal, aborting: aborting.signal });
  } finally {
    stopListening();
  }
}

/** What work takes from the process, where there is nothing to watch. */
export function around(io: Io): Around {
  return { env: io.env, onNotice: (line) => note(io, `note: ${printable(line, 500)}`) };
}

/** The first interrupt lets what is in flight finish, the next one breaks it off. */
async function watched<P, O>(io: Io, shown: Progress<P>, work: (around: Watch<P>) => Promise<O>): Promise<O> {
  const [stopping, aborting] = [new AbortController(), new AbortController()];
  const stopListening = io.onInterrupt(() => {
    if (stopping.signal.aborted) return aborting.abort();
    shown.say('Stopping: finishing the calls in flight (again to break them off)');
    stopping.abort();
  });
  let spent: RunBudget | undefined;
  try {
    return await work({
      ...around(io),
      stopping: stopping.signal,
      aborting: aborting.signal,
      onProgress(progress, budget) {
        spent = budget;
        shown.update({ progress, budget });
      },
    });
  } finally {
    shown.done();
    stopListening();
    if (spent !== undefined) noteRetries(io, spent);
  }
}

/** Every call that is made again is paid for again. */
function noteRetries(io: Io, { retries, lastRetry = '' }: RunBudget): void {
  const kinds = [
    retries.reply > 0 ? `${plural(retries.reply, 'reply', 'replies')} that could not be read` : '',
    retries.rate > 0 ? `${plural(retries.rate, 'refusal')} for the pace (429)` : '',
    retries.timeout > 0 ? `${plural(retries.timeout, 'call')} not answered in time` : '',
    retries.transient > 0 ? `${plural(retries.transient, 'call')} without an answer` : '',
  ].filter((kind) => kind !== '');
  if (kinds.length > 0) note(io, `calls made again: ${kinds.join(', ')}; the last for: ${printable(lastRetry, 300)}`);
}

/** @param failed attempts that failed in this command */
function concludeRun(io: Io, outcome: RunOutcome, failed = total(outcome, 'failed')): void {
  const { progress, unattempted, unjudged, stoppedBy } = outcome;
  listProblems(io, progress.problems);
  checkNotStopped(stoppedBy);
  for (const { name, replaced } of progress.agents) {
    if (replaced > 0)
      note(io, `note: ${plural(replaced, 'report')} of "${name}" differ from those stored under that name: the new ones count`);
  }
  const [missing, split, unscored] = [total(outcome, 'missing'), total(outcome, 'split'), total(outcome, 'unscored')];
  if (missing > 0) note(io, `${missing} ${missing === 1 ? 'report is' : 'reports are'} not there yet: owed, not counted as failed`);
  if (split > 0) note(io, `note: on ${plural(split, 'criterion', 'criteria')} the panel was split: no verdict, and no failure`);
  const retry = failed > 0 ? '; --retry-failed attempts again what an agent failed at' : '';
  failWhere(
    [
      failed > 0 ? `${failed} failed trials` : '',
      unattempted > 0 ? `${unattempted} trials not attempted` : '',
      unscored > 0 ? `${unscored} unscored criteria` : '',
      unjudged > 0 ? `${unjudged} criteria not judged` : '',
    ],
    `Run the same command to try what is owed again${retry}`,
  );
}

function concludeBattles(io: Io, { progress, owed, stoppedBy }: BattleOutcome): void {
  const { battles, pairs, flipped, forfeits, unscored, problems } = progress;
  listProblems(io, problems);
  const share = battles === 0 ? '' : ` (${((100 * flipped) / battles).toFixed(1)}%)`;
  note(
    io,
    `${battles} battles of ${plural(pairs, 'pair')}; ${flipped} flipped with the order${share}${forfeits === 0 ? '' : `; ${plural(forfeits, 'pair')} decided by an attempt that failed`}`,
  );
  checkNotStopped(stoppedBy);
  failWhere(
    [unscored > 0 ? `${unscored} comparisons unscored` : '', owed > 0 ? `${owed} comparisons not made` : ''],
    'Run the same command to try them again',
  );
}

function listProblems(io: Io, problems: Problems): void {
  for (const problem of problems.lines()) note(io, `  ${printable(problem, 500)}`);
}

function checkNotStopped(by: StoppedBy | undefined): void {
  if (by?.kind === 'stop') throw new Interrupted('interrupted; everything finished is stored, run the same command to go on');
  if (by?.kind === 'time')
    throw new Failed('the time of --stop-after is over; everything finished is stored, run the same command to go on');
  if (by?.kind === 'budget')
    throw new Failed(`the budget of ${by.spent} is spent; everything finished is stored. Raise it and run the same command to go on`);
}

function failWhere(faults: readonly string[], remedy: string): void {
  const bad = faults.filter((fault) => fault !== '');
  if (bad.length > 0) throw new Failed(`${bad.join(', ')}; everything else is stored. ${remedy}`);
}
