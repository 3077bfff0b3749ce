/** `gavel export`: what the store holds, as JSON lines on stdout. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { battleLines, checkSelection, reportLines, traceLines, verdictLines } from '../../runners/export-lines.ts';
import { type Store, withStore } from '../../runners/store/store.ts';
import type { Io } from '../io.ts';
import { storeOption } from '../options/options.ts';

/** Written in blocks of about this many characters. */
const BLOCK = 1 << 16;

interface Flags {
  readonly store: string;
  readonly benchmark?: string;
}

export function exportCommand(io: Io): Command {
  const command = new Command('export').description(
    'Write what the store holds as JSON lines, in an order that depends on its content only.',
  );
  command
    .command('reports')
    .description('every attempt of every agent: its report, what it took, and what judging it took')
    .argument('[sweep]', 'only what this sweep planned')
    .option('--benchmark <name>', 'only this benchmark')
    .addOption(storeOption())
    .action((sweep: string | undefined, flags: Flags) => write(io, reportLines, { ...flags, sweep }));
  command
    .command('traces')
    .description('what agents did in their attempts, an event a line')
    .argument('[sweep]', 'only what this sweep planned')
    .option('--benchmark <name>', 'only this benchmark')
    .addOption(storeOption())
    .action((sweep: string | undefined, flags: Flags) => write(io, traceLines, { ...flags, sweep }));
  command
    .command('verdicts')
    .description('every verdict of every judge, with its reason and quotes')
    .option('--benchmark <name>', 'only this benchmark')
    .addOption(storeOption())
    .action((flags: Flags) => write(io, verdictLines, flags));
  command
    .command('battles')
    .description('every battle: models (both orders folded), people and imported files, with what was said for each outcome')
    .addOption(storeOption())
    .action((flags: Flags) => write(io, battleLines, flags));
  return command;
}

interface Selected extends Flags {
  readonly sweep?: string | undefined;
}

function write(io: Io, lines: (store: Store, selection: Selected) => Iterable<unknown>, flags: Selected): Promise<void> {
  return withStore(resolve(io.cwd, flags.store), { mode: 'read' }, (store) => {
    checkSelection(store, flags);
    return writeLines(io, lines(store, flags));
  });
}
/** Waits for the reader of stdout, so that memory does not grow with a slow one. */
export async function writeLines(io: Io, rows: Iterable<unknown>): Promise<void> {
  let block = '';
  for (const row of rows) {
    block += `${JSON.stringify(row)}\n`;
    if (block.length < BLOCK) continue;
    await written(io, block);
    block = '';
  }
  await written(io, block);
}

function written(io: Io, text: string): Promise<void> {
  const { stdout } = io;
  return new Promise((resolve) => {
    if (stdout.write(text) !== false || !('once' in stdout) || typeof stdout.once !== 'function') resolve();
    else stdout.once('drain', resolve);
  });
}
