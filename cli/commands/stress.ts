/** `gavel stress`: what faults cost the agents of a sweep. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Scale } from '../../judge/checklist/reward.ts';
import { renderPng } from '../../reports/charts/png.ts';
import { readStress, type StressRead } from '../../reports/read-stress.ts';
import { stressCharts } from '../../reports/stress/charts.ts';
import { stressPage } from '../../reports/stress/page.ts';
import { stressTable } from '../../reports/stress/table.ts';
import type { Language } from '../../reports/words/i18n.ts';
import { colourOf, type Io, note, printJson } from '../io.ts';
import { chosenFormat, type FileFormat, formatOptions } from '../options/formats.ts';
import { languageOption, scaleOption, storeOption } from '../options/options.ts';
import { writeInto } from '../write-files.ts';

interface Flags {
  readonly scale: Scale;
  readonly judge?: string;
  readonly format?: FileFormat;
  readonly json?: boolean;
  readonly out?: string;
  readonly language: Language;
  readonly store: string;
}

export function stressCommand(io: Io): Command {
  const command = new Command('stress')
    .description(
      'What faults cost the agents of a sweep: points lost with intervals, recovery by kind of fault, claims of what was never read.',
    )
    .argument('<sweep>', 'a sweep whose file has `stress`, after `gavel run`')
    .addOption(scaleOption())
    .option('--judge <name>', 'by which judge (default: the newest)');
  return formatOptions(command)
    .addOption(languageOption('of the charts and the page'))
    .addOption(storeOption())
    .action(async (sweep: string, flags: Flags) => {
      const format = chosenFormat(flags);
      const { scale, judge } = flags;
      const read = await readStress(resolve(io.cwd, flags.store), { sweep, scale, judge });
      if (flags.out !== undefined) {
        for (const file of writeInto(resolve(io.cwd, flags.out), files(read, format, flags.language))) note(io, `wrote ${file}`);
        return;
      }
      if (format === 'json') return printJson(io, read);
      io.stdout.write(`${stressTable(read, colourOf(io.stdout, io.env))}\n`);
    });
}

function files(read: StressRead, format: FileFormat, language: Language): [string, string | Buffer][] {
  if (format === 'html') return [['stress.html', stressPage(read, { language })]];
  if (format === 'json') return [['stress.json', `${JSON.stringify(read, null, 2)}\n`]];
  if (format === 'table') return [['stress.txt', `${stressTable(read, false)}\n`]];
  return stressCharts(read, { language, theme: 'light' }).map(({ name, config }) => [
    `stress-${name}.png`,
    renderPng(config, { theme: 'light' }),
  ]);
}
