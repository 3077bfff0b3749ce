/** `gavel judge DIR`: judges a folder of reports. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { commandLine } from '../../benchmarks/files/command-line.ts';
import { InputError } from '../../judge/errors.ts';
import { judgeFolder } from '../../runners/judge-folder.ts';
import { type Io, note } from '../io.ts';
import { addJudgeOptions, type JudgeFlags, judgeConfig, printPrompt } from '../options/judge-options.ts';
import { addTaskOptions, agentName, openBenchmark, selectionOf, storeOption, type TaskFlags } from '../options/options.ts';
import { addBudgetOptions, type BudgetFlags, terms } from '../options/paid-options.ts';
import { filesOption, sweepOption } from '../options/schema-option.ts';
import { watchRun } from '../paid-work.ts';

interface Flags extends JudgeFlags, BudgetFlags, TaskFlags {
  readonly benchmark: string;
  readonly agent: string;
  readonly store: string;
  readonly sweep: string;
  readonly repeats: number;
  readonly name?: string;
  readonly series?: string;
  readonly step?: number;
}

export function judgeCommand(io: Io): Command {
  const command = new Command('judge')
    .description('Judge a folder of <task-id>.md reports. Run the same command again to resume: nothing is paid twice.')
    // Needed to judge, and checked below: the prompt is printed without them.
    .argument('[dir]', 'folder of <task-id>.md files; of further repeats <task-id>.2.md, ...')
    .option('--benchmark <name>', 'what the reports answer: NAME, or NAME=FILE')
    .option('--agent <name>', 'who wrote the reports', agentName)
    .option('--series <name>', 'the agent is a checkpoint of this series, for `gavel history`; goes with --step', agentName)
    .option('--step <n>', 'its place in the series', step)
    .addOption(filesOption())
    .addOption(sweepOption('repeats'))
    .option('--sweep <name>', 'name under which the run is kept', 'judge')
    .addOption(storeOption());
  addTaskOptions(addBudgetOptions(addJudgeOptions(command, 'rubric')));
  return command.action(async (dir: string | undefined, flags: Flags) => {
    const judge = judgeConfig(flags, io);
    if (flags.printPrompt === true) return printPrompt(io, judge, 'rubric');
    if (dir === undefined) return command.error("error: missing required argument 'dir'");
    for (const name of ['benchmark', 'agent'] as const)
      if (flags[name] === undefined) return command.error(`error: required option '--${name} <name>' not specified`);
    const benchmark = await openBenchmark(io, flags.benchmark, selectionOf(flags));
    const request = {
      benchmark,
      agents: [{ name: flags.agent, dir: resolve(io.cwd, dir), files: flags.name, checkpoint: checkpointOf(flags) }],
      repeats: flags.repeats,
      sweep: flags.sweep,
      judge,
      ...terms(flags),
    };
    await watchRun(io, (watch) => judgeFolder(resolve(io.cwd, flags.store), request, watch));
    note(
      io,
      `Next: ${commandLine(['gavel', 'leaderboard', '--benchmark', benchmark.name, ...(flags.store === 'gavel.db' ? [] : ['--store', flags.store])])}`,
    );
  });
}

function checkpointOf({ series, step: place }: Flags): { series: string; step: number } | undefined {
  if (series === undefined && place === undefined) return undefined;
  if (series === undefined || place === undefined) throw new InputError('--series and --step go together');
  return { series, step: place };
}

function step(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Expected a number, as in 8000.');
}
