/** `gavel list`: what a store holds, as a table or JSON. */
import { resolve } from 'node:path';
import CliTable from 'cli-table3';
import { Argument, Command } from 'commander';
import { printable } from '../../benchmarks/files/check.ts';
import { LISTED, listStore } from '../../runners/list-store.ts';
import { colourOf, type Io, note, printJson } from '../io.ts';
import { storeOption } from '../options/options.ts';

/** Of a query in a cell. */
const WIDEST_CELL = 60;

export function listCommand(io: Io): Command {
  return new Command('list')
    .description('What a store holds, a row each.')
    .addArgument(new Argument('<what>', 'what is listed').choices(LISTED))
    .argument('[sweep]', 'only what this sweep planned')
    .option('--json', 'print one JSON document')
    .addOption(storeOption())
    .action(async (what: string, sweep: string | undefined, flags: { readonly json?: boolean; readonly store: string }) => {
      const rows = await listStore(resolve(io.cwd, flags.store), what, sweep);
      if (flags.json === true) printJson(io, rows);
      else if (rows.length === 0) note(io, `no ${what} in ${flags.store}`);
      else io.stdout.write(`${table(rows, colourOf(io.stdout, io.env))}\n`);
    });
}

/** Trials are the judge's where people read, attempts the agent's; JSON keeps the store's words. */
const HEADINGS: Readonly<Record<string, string>> = { trials: 'attempts', repeats: 'attempts a task', judgeTrials: 'judge trials' };

function table(rows: readonly object[], colour: boolean): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const grid = new CliTable({
    head: columns.map((column) => HEADINGS[column] ?? column),
    style: { compact: true, head: colour ? ['bold'] : [], border: colour ? ['gray'] : [] },
  });
  grid.push(...rows.map((row) => columns.map((column) => cell(Object.entries(row).find(([name]) => name === column)?.[1]))));
  return grid.toString();
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return '–';
  return printable(Array.isArray(value) ? value.join(', ') : String(value), WIDEST_CELL);
}
