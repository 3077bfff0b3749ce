/** `gavel rejudge SWEEP`: judges stored reports again with another judge, without running an agent. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Store } from '../../runners/store.ts';
import { checkSweep, sweepRuns } from '../../runners/stored.ts';
import { execute, type PlannedWork } from '../execute.ts';
import { type Io, note } from '../io.ts';
import { addBudgetOptions, addJudgeOptions, type BudgetFlags, budgetOf, type JudgeFlags, judgeConfig, storeOption } from '../options.ts';

interface Flags extends JudgeFlags, BudgetFlags {
  readonly store: string;
}

export function rejudgeCommand(io: Io): Command {
  const command = new Command('rejudge')
    .description("Judge a sweep's stored reports again with another judge or other settings. No agent is run.")
    .argument('<sweep>', 'name of the sweep')
    .addOption(storeOption());
  return addBudgetOptions(addJudgeOptions(command)).action(async (sweep: string, flags: Flags) => {
    await execute(io, {
      sweep,
      store: resolve(io.cwd, flags.store),
      judge: judgeConfig(flags),
      concurrency: flags.concurrency,
      budget: budgetOf(flags),
      prices: flags.prices,
      plan: (store) => storedWork(store, sweep),
    });
    note(io, `Next: gavel leaderboard ${sweep} --store ${flags.store}`);
  });
}

/** @throws InputError where the store has no such sweep */
function storedWork(store: Store, sweep: string): PlannedWork[] {
  const runs = sweepRuns(store, sweep);
  checkSweep(store, sweep);
  return runs.map(({ benchmark, agentId, agent, repeats, tasks }) => ({ benchmark, agentId, name: agent, repeats, tasks }));
}
