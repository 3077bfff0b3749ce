/** `gavel stress`: what faults cost the agents of a sweep. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Scale } from '../../judge/checklist/reward.ts';
import { readStress } from '../../reports/read-stress.ts';
import { stressTable } from '../../reports/stress/table.ts';
import { colourOf, type Io, printJson } from '../io.ts';
import { scaleOption, storeOption } from '../options/options.ts';

interface Flags {
  readonly scale: Scale;
  readonly judge?: string;
  readonly json?: boolean;
  readonly store: string;
}

export function stressCommand(io: Io): Command {
  return new Command('stress')
    .description(
      'What faults cost the agents of a sweep: points lost with intervals, recovery by kind of fault, claims of what was never read.',
    )
    .argument('<sweep>', 'a sweep whose file has `stress`, after `gavel run`')
    .addOption(scaleOption())
    .option('--judge <name>', 'by which judge (default: the newest)')
    .option('--json', 'print one JSON document')
    .addOption(storeOption())
    .action(async (sweep: string, { store, json, ...flags }: Flags) => {
      const read = await readStress(resolve(io.cwd, store), { sweep, ...flags });
      if (json === true) return printJson(io, read);
      io.stdout.write(`${stressTable(read, colourOf(io.stdout, io.env))}\n`);
    });
}
