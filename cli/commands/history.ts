/** `gavel history [SWEEP] [--series NAME]`: checkpoints of a model over their steps. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Scale } from '../../judge/checklist/reward.ts';
import { renderPng } from '../../reports/charts/png.ts';
import { historyChart } from '../../reports/history/chart.ts';
import type { History } from '../../reports/history/history.ts';
import { historyPage } from '../../reports/history/page.ts';
import { historyText } from '../../reports/history/text.ts';
import { readHistory } from '../../reports/read-history.ts';
import type { Language } from '../../reports/words/i18n.ts';
import { colourOf, type Io, note, printJson } from '../io.ts';
import { chosenFormat, type FileFormat, formatOptions } from '../options/formats.ts';
import { languageOption, scaleOption, storeOption } from '../options/options.ts';
import { writeInto } from '../write-files.ts';

interface Flags {
  readonly series?: string;
  readonly benchmark?: string;
  readonly judge?: string;
  readonly scale: Scale;
  readonly format?: FileFormat;
  readonly json?: boolean;
  readonly out?: string;
  readonly language: Language;
  readonly store: string;
}

export function historyCommand(io: Io): Command {
  const command = new Command('history')
    .description('Checkpoints of a model over their steps: scores, each against its predecessor, the best and the first.')
    .argument('[sweep]', 'only what this sweep planned')
    .option('--series <name>', 'only this series')
    .option('--benchmark <name>', 'only this benchmark')
    .option('--judge <name>', "whose verdicts (default: the leaderboard's)")
    .addOption(scaleOption());
  return formatOptions(command)
    .addOption(languageOption('of the table, the chart and the page'))
    .addOption(storeOption())
    .action(async (sweep: string | undefined, flags: Flags) => {
      const format = chosenFormat(flags);
      const histories = await readHistory(resolve(io.cwd, flags.store), { ...flags, sweep });
      if (flags.out === undefined) return print(io, histories, format, flags.language);
      for (const file of writeInto(resolve(io.cwd, flags.out), files(histories, format, flags.language))) note(io, `wrote ${file}`);
    });
}

function print(io: Io, histories: readonly History[], format: FileFormat, language: Language): void {
  if (format === 'json') return printJson(io, histories.length === 1 ? histories[0] : histories);
  const look = { language, colour: colourOf(io.stdout, io.env) };
  io.stdout.write(`${histories.map((history) => historyText(history, look)).join('\n\n')}\n`);
}

function files(histories: readonly History[], format: FileFormat, language: Language): [string, string | Buffer][] {
  if (format === 'html') return [['history.html', historyPage(histories, { language })]];
  if (format === 'json') return [['history.json', `${JSON.stringify(histories.length === 1 ? histories[0] : histories, null, 2)}\n`]];
  if (format === 'table')
    return [['history.txt', `${histories.map((history) => historyText(history, { language, colour: false })).join('\n\n')}\n`]];
  return histories.map((history, i) => [
    `history-${i + 1}.png`,
    renderPng(historyChart(history, { language, theme: 'light' }), { theme: 'light' }),
  ]);
}
