/** `gavel diagnose`: how agents search, write and cite, from their reports and traces, without a model. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { renderPng } from '../../reports/charts/png.ts';
import { diagnosticsChart } from '../../reports/diagnostics/chart.ts';
import { diagnosticsPage } from '../../reports/diagnostics/page.ts';
import { diagnosticsTable } from '../../reports/diagnostics/table.ts';
import { type AgentDiagnostics, readDiagnostics } from '../../reports/read-diagnostics.ts';
import type { Language } from '../../reports/words/i18n.ts';
import { colourOf, type Io, note, printJson } from '../io.ts';
import { chosenFormat, type FileFormat, formatOptions } from '../options/formats.ts';
import { languageOption, storeOption } from '../options/options.ts';
import { writeInto } from '../write-files.ts';

interface Flags {
  readonly benchmark?: string;
  readonly format?: FileFormat;
  readonly json?: boolean;
  readonly out?: string;
  readonly language: Language;
  readonly store: string;
}

export function diagnoseCommand(io: Io): Command {
  const command = new Command('diagnose')
    .description('How agents search, write and cite, from their stored reports and traces, without a model: means with 95% intervals.')
    .argument('[sweep]', 'only what this sweep planned')
    .option('--benchmark <name>', 'only reports on this benchmark');
  return formatOptions(command)
    .addOption(languageOption('of the chart and the page'))
    .addOption(storeOption())
    .action(async (sweep: string | undefined, flags: Flags) => {
      const format = chosenFormat(flags);
      const agents = await readDiagnostics(resolve(io.cwd, flags.store), { sweep, benchmark: flags.benchmark });
      if (flags.out !== undefined) {
        for (const file of writeInto(resolve(io.cwd, flags.out), [fileOf(agents, format, flags.language)])) note(io, `wrote ${file}`);
        return;
      }
      if (format === 'json') return printJson(io, { agents });
      io.stdout.write(`${diagnosticsTable(agents, colourOf(io.stdout, io.env))}\n`);
    });
}

function fileOf(agents: readonly AgentDiagnostics[], format: FileFormat, language: Language): [string, string | Buffer] {
  if (format === 'html') return ['diagnostics.html', diagnosticsPage(agents, { language })];
  if (format === 'json') return ['diagnostics.json', `${JSON.stringify({ agents }, null, 2)}\n`];
  if (format === 'table') return ['diagnostics.txt', `${diagnosticsTable(agents, false)}\n`];
  return ['diagnostics.png', renderPng(diagnosticsChart(agents, { language, theme: 'light' }), { theme: 'light' })];
}
