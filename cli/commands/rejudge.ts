/** `gavel rejudge SWEEP`: judges stored reports again with another judge, without running an agent. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { commandLine } from '../../benchmarks/files/command-line.ts';
import { rejudge } from '../../runners/rejudge.ts';
import { type Io, note } from '../io.ts';
import { addJudgeOptions, type JudgeFlags, judgeConfig, printPrompt } from '../options/judge-options.ts';
import { storeOption } from '../options/options.ts';
import { addBudgetOptions, type BudgetFlags, terms } from '../options/paid-options.ts';
import { watchRejudge } from '../paid-work.ts';

interface Flags extends JudgeFlags, BudgetFlags {
  readonly store: string;
}

export function rejudgeCommand(io: Io): Command {
  const command = new Command('rejudge')
    .description("Judge a sweep's stored reports again with another judge or other settings. No agent is run.")
    .argument('<sweep>', 'name of the sweep')
    .addOption(storeOption());
  return addBudgetOptions(addJudgeOptions(command, 'rubric')).action(async (sweep: string, flags: Flags) => {
    const judge = judgeConfig(flags, io);
    if (flags.printPrompt === true) return printPrompt(io, judge, 'rubric');
    const request = { sweep, judge, trials: flags.trials, ...terms(flags) };
    await watchRejudge(io, (watch) => rejudge(resolve(io.cwd, flags.store), request, watch));
    note(io, `Next: ${commandLine(['gavel', 'leaderboard', sweep, '--store', flags.store])}`);
  });
}
