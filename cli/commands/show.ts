/** `gavel show TASK --agent A [SWEEP]`: one report with its verdicts, from its reward down to the quotes. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Scale } from '../../judge/checklist/reward.ts';
import { judgedReportText } from '../../reports/judged-report/text.ts';
import { showReport } from '../../reports/show-report.ts';
import { type Io, printJson } from '../io.ts';
import { noteJudges } from '../judge-notes.ts';
import { scaleOption, storeOption, wholeNumber } from '../options/options.ts';

interface Flags {
  readonly agent?: string;
  readonly benchmark?: string;
  readonly repeat?: number;
  readonly judge?: string;
  readonly scale: Scale;
  readonly report?: boolean;
  readonly trace?: boolean;
  readonly json?: boolean;
  readonly store: string;
}

export function showCommand(io: Io): Command {
  return new Command('show')
    .description(
      'One report: its reward written out, its criteria by points lost, what every judge said in every trial, with reasons and quotes.',
    )
    .argument('<task>', 'id of the task')
    .argument('[sweep]', 'only what this sweep planned')
    .option('--agent <name>', 'whose report; without it, who has attempted the task is named')
    .option('--benchmark <name>', 'of the task, where several have one of this id')
    .option('--repeat <n>', "the agent's attempt (default: the first)", wholeNumber(1))
    .option('--judge <name>', "whose labels make the reward (default: the leaderboard's)")
    .addOption(scaleOption())
    .option('--report', "the report's text as well")
    .option('--trace', 'what the agent did as well')
    .option('--json', 'print one JSON document')
    .addOption(storeOption())
    .action(async (task: string, sweep: string | undefined, flags: Flags) => {
      const { shown, notes } = await showReport(resolve(io.cwd, flags.store), { ...flags, task, sweep });
      noteJudges(io, notes);
      if (flags.json === true) printJson(io, shown);
      else io.stdout.write(`${judgedReportText(shown)}\n`);
    });
}
