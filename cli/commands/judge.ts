/** `gavel judge DIR`: judges a folder of reports. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { printable } from '../../benchmarks/files/check.ts';
import { InputError } from '../../judge/errors.ts';
import { createFolderAgent } from '../../runners/agents/folder.ts';
import { checkFolder } from '../../runners/agents/folder-files.ts';
import { execute, planAgents } from '../execute.ts';
import { type Io, note } from '../io.ts';
import { addJudgeOptions, type JudgeFlags, judgeConfig } from '../options/judge-options.ts';
import {
  addBudgetOptions,
  addTaskOptions,
  agentName,
  type BudgetFlags,
  budgetOf,
  openBenchmark,
  selectionOf,
  storeOption,
  type TaskFlags,
} from '../options/options.ts';
import { sweepOption } from '../options/schema-option.ts';

interface Flags extends JudgeFlags, BudgetFlags, TaskFlags {
  readonly benchmark: string;
  readonly agent: string;
  readonly store: string;
  readonly sweep: string;
  readonly repeats: number;
}

export function judgeCommand(io: Io): Command {
  const command = new Command('judge')
    .description('Judge a folder of <task-id>.md reports. Run the same command again to resume: nothing is paid twice.')
    .argument('<dir>', 'folder of <task-id>.md files; of further repeats <task-id>.2.md, ...')
    .requiredOption('--benchmark <name>', 'what the reports answer: NAME, or NAME=FILE')
    .requiredOption('--agent <name>', 'who wrote the reports', agentName)
    .addOption(sweepOption('repeats'))
    .option('--sweep <name>', 'name under which the run is kept', 'judge')
    .addOption(storeOption());
  addTaskOptions(addBudgetOptions(addJudgeOptions(command, 'rubric')));
  return command.action(async (dir: string, flags: Flags) => {
    const benchmark = await openBenchmark(io, flags.benchmark, selectionOf(flags));
    const folder = resolve(io.cwd, dir);
    await warnOfStrays(
      io,
      folder,
      benchmark.tasks.map((task) => task.id),
    );
    const agent = createFolderAgent({ kind: 'folder', name: flags.agent, dir: folder }, { baseDir: io.cwd });
    await execute(io, {
      sweep: flags.sweep,
      store: resolve(io.cwd, flags.store),
      judge: judgeConfig(flags, (line) => note(io, line)),
      concurrency: flags.concurrency,
      budget: budgetOf(flags),
      prices: flags.prices,
      plan: (store) => planAgents(store, [benchmark], [agent], flags.repeats),
    });
    note(io, `Next: gavel leaderboard --benchmark ${benchmark.name}${flags.store === 'gavel.db' ? '' : ` --store ${flags.store}`}`);
  });
}

/** @throws InputError where no task asked for has a report in the folder: a mistyped folder or benchmark */
async function warnOfStrays(io: Io, folder: string, taskIds: readonly string[]): Promise<void> {
  const { found, unread, ambiguous } = await checkFolder(folder, taskIds);
  if (found === 0) {
    throw new InputError(
      `${folder}: no report in it for any of ${taskIds.length} tasks; expected files like ${taskIds[0]}.md${unread[0] === undefined ? '' : `, got ${printable(unread[0], 80)}`}`,
    );
  }
  if (unread.length > 0)
    note(io, `note: ${unread.length} files belong to no task asked for, such as ${printable(unread.slice(0, 3).join(', '))}`);
  if (ambiguous.length > 0) note(io, `note: ${ambiguous.join(', ')}: named both like a task and like a repeat of another`);
}
