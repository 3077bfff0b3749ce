/** `gavel rejudge SWEEP`: judges stored reports again with another judge, without running an agent. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { checkSweep, sweepRuns, sweepTrials } from '../../runners/store/runs.ts';
import { type Store, withStore } from '../../runners/store/store.ts';
import { execute, type PlannedWork } from '../execute.ts';
import { type Io, note } from '../io.ts';
import { addJudgeOptions, type JudgeFlags, judgeConfig } from '../options/judge-options.ts';
import { addBudgetOptions, type BudgetFlags, budgetOf, storeOption } from '../options/options.ts';

interface Flags extends JudgeFlags, BudgetFlags {
  readonly store: string;
}

export function rejudgeCommand(io: Io): Command {
  const command = new Command('rejudge')
    .description("Judge a sweep's stored reports again with another judge or other settings. No agent is run.")
    .argument('<sweep>', 'name of the sweep')
    .addOption(storeOption());
  return addBudgetOptions(addJudgeOptions(command, 'rubric')).action(async (sweep: string, flags: Flags) => {
    const store = resolve(io.cwd, flags.store);
    await execute(io, {
      sweep,
      store,
      judge: judgeConfig({ ...flags, trials: await trialsOf(io, store, sweep, flags) }, (line) => note(io, line)),
      concurrency: flags.concurrency,
      budget: budgetOf(flags),
      prices: flags.prices,
      plan: (store) => storedWork(store, sweep),
    });
    note(io, `Next: gavel leaderboard ${sweep} --store ${flags.store}`);
  });
}

/** As many judgments of each criterion as the sweep was planned with, so that its judges can be compared. */
async function trialsOf(io: Io, path: string, sweep: string, flags: Flags): Promise<number> {
  if (flags.trials !== undefined) return flags.trials;
  const trials = await withStore(path, { mode: 'read' }, (store) => {
    checkSweep(store, sweep);
    return sweepTrials(store, sweep) ?? 1;
  });
  if (trials > 1) note(io, `note: ${trials} judgments of every criterion, as the sweep was planned; --trials N for another number`);
  return trials;
}

/** @throws InputError where the store has no such sweep */
function storedWork(store: Store, sweep: string): PlannedWork[] {
  const runs = sweepRuns(store, sweep);
  checkSweep(store, sweep);
  return runs.map(({ benchmark, agentId, agent, repeats, tasks }) => ({ benchmark, agentId, name: agent, repeats, tasks }));
}
