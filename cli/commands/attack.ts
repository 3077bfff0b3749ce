/** `gavel attack`: adversarial reports before a judge, and what each trick gains. */
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { packageData } from '../../benchmarks/files/paths.ts';
import type { Scale } from '../../judge/checklist/reward.ts';
import { InputError } from '../../judge/errors.ts';
import { attackText } from '../../reports/attack/text.ts';
import { attackGains } from '../../reports/attack-gains.ts';
import { attackJudge } from '../../runners/attack-judge.ts';
import { colourOf, type Io, printJson } from '../io.ts';
import { addJudgeOptions, type JudgeFlags, judgeConfig, printPrompt } from '../options/judge-options.ts';
import { addTaskOptions, openBenchmark, scaleOption, selectionOf, storeOption, type TaskFlags } from '../options/options.ts';
import { addBudgetOptions, type BudgetFlags, terms } from '../options/paid-options.ts';
import { concludeAttack, watchAttack } from '../paid-work.ts';

interface Flags extends JudgeFlags, BudgetFlags, TaskFlags {
  readonly benchmark?: string;
  readonly reports?: string;
  readonly scale: Scale;
  readonly seed?: number;
  readonly json?: boolean;
  readonly store: string;
}

export function attackCommand(io: Io): Command {
  const command = new Command('attack')
    .description(
      'Put adversarial reports before a judge, in English and Chinese, and measure what each trick gains over an honest weak report. Run again to resume.',
    )
    .option('--benchmark <name>', 'tasks with rubrics to attack on, NAME or NAME=FILE, with --reports; the bundled ones where absent')
    .option('--reports <dir>', 'folder of good reports on them, <task-id>.md')
    .addOption(scaleOption().default('strict'))
    .option('--json', 'print one JSON document')
    .addOption(storeOption());
  addTaskOptions(addBudgetOptions(addJudgeOptions(command, 'rubric')));
  return command.action(async (flags: Flags) => {
    const judge = judgeConfig(flags, io);
    if (flags.printPrompt === true) return printPrompt(io, judge, 'rubric');
    const { seed = 1, scale } = flags;
    const request = { judge, seed, scale, on: await attackedOn(io, flags), ...terms(flags) };
    const outcome = await watchAttack(io, (watch) => attackJudge(resolve(io.cwd, flags.store), request, watch));
    if (outcome.stoppedBy === undefined) {
      const gains = attackGains(outcome.rows);
      if (flags.json === true) printJson(io, { judge: outcome.judge, scale, seed, ...gains });
      else io.stdout.write(`${attackText(outcome.judge, gains, colourOf(io.stdout, io.env))}\n`);
    }
    concludeAttack(io, outcome);
  });
}

/** Tasks in both languages, and the best reports on them. */
const BUNDLED = { benchmark: 'demo', reports: ['demo', 'reports', 'sample-thorough'] } as const;

async function attackedOn(io: Io, flags: Flags) {
  const { benchmark, reports } = flags;
  if ((benchmark === undefined) !== (reports === undefined))
    throw new InputError('--benchmark and --reports go together: attacks are made of good reports on its tasks');
  const { tasks } = await openBenchmark(io, benchmark ?? BUNDLED.benchmark, selectionOf(flags));
  return { tasks, dir: reports === undefined ? join(packageData(), ...BUNDLED.reports) : resolve(io.cwd, reports) };
}
