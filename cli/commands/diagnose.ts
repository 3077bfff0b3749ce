/** `gavel diagnose`: how agents search, write and cite, from their reports and traces, without a model. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { diagnosticsTable } from '../../reports/diagnostics/table.ts';
import { readDiagnostics } from '../../reports/read-diagnostics.ts';
import { colourOf, type Io, printJson } from '../io.ts';
import { storeOption } from '../options/options.ts';

interface Flags {
  readonly benchmark?: string;
  readonly json?: boolean;
  readonly store: string;
}

export function diagnoseCommand(io: Io): Command {
  return new Command('diagnose')
    .description('How agents search, write and cite, from their stored reports and traces, without a model: means with 95% intervals.')
    .argument('[sweep]', 'only what this sweep planned')
    .option('--benchmark <name>', 'only reports on this benchmark')
    .option('--json', 'print one JSON document')
    .addOption(storeOption())
    .action(async (sweep: string | undefined, { store, json, benchmark }: Flags) => {
      const agents = await readDiagnostics(resolve(io.cwd, store), { sweep, benchmark });
      if (json === true) return printJson(io, { agents });
      io.stdout.write(`${diagnosticsTable(agents, colourOf(io.stdout, io.env))}\n`);
    });
}
