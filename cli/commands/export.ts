/** `gavel export`: what the store holds, as JSON lines on stdout. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { InputError } from '../../judge/errors.ts';
import { toBattleLine } from '../../runners/exchange/battle-line.ts';
import { verdictLines } from '../../runners/exchange/export-verdicts.ts';
import { battleRows } from '../../runners/store/battles.ts';
import { benchmarkNames } from '../../runners/store/runs.ts';
import { type Store, withStore } from '../../runners/store/store.ts';
import type { Io } from '../io.ts';
import { storeOption } from '../options/options.ts';

/** Written in blocks of about this many characters. */
const BLOCK = 1 << 16;

export function exportCommand(io: Io): Command {
  const command = new Command('export').description(
    'Write what the store holds as JSON lines, in an order that depends on its content only.',
  );
  command
    .command('verdicts')
    .description('every verdict of every judge, with its reason and quotes')
    .addOption(storeOption())
    .option('--benchmark <name>', 'only this benchmark, as `gavel import verdicts` takes one')
    .action((flags: { readonly store: string; readonly benchmark?: string }) =>
      withStore(resolve(io.cwd, flags.store), { mode: 'read' }, (store) => {
        const there = benchmarkNames(store);
        if (flags.benchmark !== undefined && !there.includes(flags.benchmark))
          throw new InputError(`${store.path}: nothing on benchmark "${flags.benchmark}"; there is: ${there.join(', ') || 'nothing'}`);
        return writeLines(io, verdictLines(store, flags.benchmark));
      }),
    );
  command
    .command('battles')
    .description('every battle: models (both orders folded), people and imported files, with what was said for each outcome')
    .addOption(storeOption())
    .action((flags: { readonly store: string }) =>
      withStore(resolve(io.cwd, flags.store), { mode: 'read' }, (store) => writeLines(io, battleLines(store))),
    );
  return command;
}

function* battleLines(store: Store): Generator<unknown> {
  for (const row of battleRows(store, { words: true })) yield toBattleLine(row);
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
