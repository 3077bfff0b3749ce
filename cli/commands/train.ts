/** `gavel train`: labels for training, twins, files for trainers, and the small judge from one's own labels. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { twinsOf } from '../../runners/make-twins.ts';
import { type Io, note, plural } from '../io.ts';
import { seedOption } from '../options/options.ts';
import { writeFile } from '../write-files.ts';

const ROWS = 'JSON lines: {query, report, criterion, weight, axis?, language?, group?, label?, source?}';

export function trainCommand(io: Io): Command {
  const command = new Command('train').description(
    'Labels for training a judge, files for trainers, and the small judge from your own labels.',
  );
  command
    .command('twins')
    .description('of satisfied criteria: pairs that differ by one fact, whose labels are known by construction')
    .argument('<files...>', ROWS)
    .requiredOption('--out <file>', 'where the pairs go, rows of the same kind')
    .addOption(seedOption())
    .action((files: string[], flags: TwinFlags) => twins(io, files, flags));
  return command;
}

interface TwinFlags {
  readonly out: string;
  readonly seed: number;
}

async function twins(io: Io, files: readonly string[], { out, seed }: TwinFlags): Promise<void> {
  const { text, rows, used, satisfied, pairs } = await twinsOf(
    files.map((file) => resolve(io.cwd, file)),
    seed,
  );
  writeFile(resolve(io.cwd, out), text);
  const kinds = Object.entries(pairs).sort(([a], [b]) => (a < b ? -1 : 1));
  note(
    io,
    `${plural(rows, 'row')} of ${used} of ${plural(satisfied, 'satisfied criterion', 'satisfied criteria')}: ${kinds.map(([kind, count]) => `${kind} ${count}`).join(', ') || 'nothing that could be changed'}`,
  );
}
