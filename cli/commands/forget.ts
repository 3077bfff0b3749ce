/** `gavel forget agent NAME`. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { printable } from '../../benchmarks/files/check.ts';
import { forget } from '../../runners/change-agent.ts';
import { type Io, note } from '../io.ts';
import { storeOption } from '../options/options.ts';

export function forgetCommand(io: Io): Command {
  const command = new Command('forget').description('Take a name out of a store, as a mistyped one; facts stay.');
  command
    .command('agent')
    .description('Take an agent off every board: its name goes, what it did and cost stays on disk, and the name is free again.')
    .argument('<name>', 'as it is called')
    .addOption(storeOption())
    .action(async (name: string, flags: { readonly store: string }) => {
      await forget(resolve(io.cwd, flags.store), name);
      note(io, `${printable(name)} is forgotten: what it did is kept, and shown nowhere`);
    });
  return command;
}
