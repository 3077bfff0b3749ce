/** `gavel rewards audit`: what stored labels are worth as rewards under each mapping, and a simulation of learning from them. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { rewardsAudit } from '../../reports/audit-rewards.ts';
import { renderPng } from '../../reports/charts/png.ts';
import { auditChart, learningChart } from '../../reports/rewards/charts.ts';
import { rewardsPage } from '../../reports/rewards/page.ts';
import { rewardsText } from '../../reports/rewards/text.ts';
import type { Language } from '../../reports/words/i18n.ts';
import { colourOf, type Io, note, printJson } from '../io.ts';
import { languageOption, seedOption, storeOption } from '../options/options.ts';
import { writeInto } from '../write-files.ts';

interface Flags {
  readonly benchmark?: string;
  readonly judge?: string;
  readonly seed: number;
  readonly json?: boolean;
  readonly out?: string;
  readonly language: Language;
  readonly store: string;
}

export function rewardsCommand(io: Io): Command {
  const command = new Command('rewards').description('Rewards for training, from what judges have said.');
  command
    .command('audit')
    .description(
      "What stored labels are worth as rewards, ternary against strict: spread within groups, the judge's own share of it, flips between trials, saturation; and what noise on partial does to learning.",
    )
    .argument('[sweep]', 'of this sweep alone')
    .option('--benchmark <name>', 'only this benchmark')
    .option('--judge <name>', 'whose labels; that of the leaderboard where absent')
    .option('--json', 'print one JSON document')
    .option('--out <dir>', 'write a page and charts there')
    .addOption(languageOption('of page and charts'))
    .addOption(seedOption())
    .addOption(storeOption())
    .action((sweep: string | undefined, flags: Flags) => audit(io, sweep, flags));
  return command;
}

async function audit(io: Io, sweep: string | undefined, flags: Flags): Promise<void> {
  const { benchmark, judge, seed, json, out, language } = flags;
  const found = await rewardsAudit(resolve(io.cwd, flags.store), { sweep, benchmark, judge, seed });
  if (json === true) printJson(io, found);
  else io.stdout.write(`${rewardsText(found, colourOf(io.stdout, io.env))}\n`);
  if (out === undefined) return;
  const look = { language, theme: 'light' } as const;
  const name = (i: number) => (found.audits.length === 1 ? 'rewards.png' : `rewards-${i + 1}.png`);
  const files: [string, string | Buffer][] = [
    ['rewards.html', rewardsPage(found, { language })],
    ...found.audits.map((each, i): [string, Buffer] => [name(i), renderPng(auditChart(each, look), { theme: 'light' })]),
    ['learning.png', renderPng(learningChart(found, look), { theme: 'light' })],
  ];
  for (const file of writeInto(resolve(io.cwd, out), files)) note(io, `wrote ${file}`);
}
