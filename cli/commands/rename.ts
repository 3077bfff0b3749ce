/** `gavel rename agent OLD NEW`. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { printable } from '../../benchmarks/files/check.ts';
import { rename } from '../../runners/change-agent.ts';
import { type Io, note } from '../io.ts';
import { agentName, storeOption } from '../options/options.ts';

export function renameCommand(io: Io): Command {
  const command = new Command('rename').description('Give what a store holds another name.');
  command
    .command('agent')
    .description('Give an agent another name; all that it did stands under it from then on.')
    .argument('<old>', 'as it is called')
    .argument('<new>', 'as it shall be called', agentName)
    .addOption(storeOption())
    .action(async (from: string, to: string, flags: { readonly store: string }) => {
      await rename(resolve(io.cwd, flags.store), from, to);
      note(io, `${printable(from)} is now ${printable(to)}; a sweep file that names it has to say so too`);
    });
  return command;
}
