/** `gavel import`: other people's files into the store. */
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { printable } from '../../benchmarks/files/check.ts';
import { JUDGED_BY, type JudgedBy } from '../../runners/export-lines.ts';
import { importBattles } from '../../runners/import-battles.ts';
import { importCard } from '../../runners/import-card.ts';
import { importReports } from '../../runners/import-reports.ts';
import { FORMATS_ABOUT, importResults, leftOutText } from '../../runners/import-results.ts';
import { importTraces } from '../../runners/import-traces.ts';
import { importVerdicts } from '../../runners/import-verdicts.ts';

import { withStore } from '../../runners/store/store.ts';
import { type Io, note, plural } from '../io.ts';
import { agentName, collect, openBenchmark, storeOption } from '../options/options.ts';

/** How the file of each kind may be written. */
const FILE = '.jsonl, .csv or .tsv (also .gz), or .parquet';
const ON = 'what they are on, NAME or NAME=FILE (repeatable); needed for rows that do not say, and for files of your own';

interface Flags {
  readonly benchmark?: string[];
  readonly agent?: string;
  readonly sweep: string;
  readonly store: string;
}

interface VerdictFlags extends Flags {
  readonly judge: string;
  readonly by?: JudgedBy;
}

interface ResultFlags {
  readonly benchmark: string;
  readonly agent?: string;
  readonly as?: string;
  readonly sweep: string;
  readonly store: string;
}

interface BattleFlags {
  readonly benchmark?: string;
  readonly judge?: string;
  readonly store: string;
}

export function importCommand(io: Io): Command {
  const command = new Command('import').description("Read other people's files into the store, all of a file or nothing.");
  command
    .command('reports')
    .description('reports of agents, one attempt a line: {task, agent, report}, or what `gavel export reports` writes')
    .argument('<file>', FILE)
    .option('--benchmark <name>', ON, collect)
    .option('--agent <name>', 'who wrote the reports, for rows that do not say', agentName)
    .option('--sweep <name>', 'name under which they are kept', 'import')
    .addOption(storeOption())
    .action((file: string, flags: Flags) => reports(io, file, flags));
  command
    .command('traces')
    .description('what agents did in attempts that the store holds: what `gavel export traces` writes')
    .argument('<file>', FILE)
    .option('--benchmark <name>', ON, collect)
    .option('--agent <name>', 'whose attempts they are of, for rows that do not say', agentName)
    .addOption(storeOption())
    .action((file: string, flags: Omit<Flags, 'sweep'>) => traces(io, file, flags));
  command
    .command('verdicts')
    .description('labels on criteria: what `gavel export verdicts` writes, or ResearchRubrics result rows as they are')
    .argument('<file>', FILE)
    .option('--benchmark <name>', ON, collect)
    .option('--agent <name>', 'who wrote the reports, for rows that do not say', agentName)
    .option('--judge <name>', 'who gave the verdicts, for rows that do not say', 'imported')
    .addOption(new Option('--by <kind>', 'what kind of judge that is, for rows that do not say').choices(JUDGED_BY))
    .option('--sweep <name>', 'name under which they are kept', 'import')
    .addOption(storeOption())
    .action((file: string, flags: VerdictFlags) => verdicts(io, file, flags));
  command
    .command('results')
    .description('reports in the result files of other harnesses, each on the task of its id or its query')
    .argument('<path>', 'a .json or .jsonl file, or a folder of them')
    .requiredOption('--benchmark <name>', 'what they are on, NAME or NAME=FILE')
    .option('--agent <name>', 'who wrote the reports, for files that do not say', agentName)
    .option('--as <format>', 'what the files are; told by what is in them where absent')
    .option('--sweep <name>', 'name under which they are kept', 'import')
    .addOption(storeOption())
    .addHelpText('after', `\nFormats:\n${FORMATS_ABOUT.map((line) => `  ${line}`).join('\n')}`)
    .action((path: string, flags: ResultFlags) => results(io, path, flags));
  command
    .command('battles')
    .description('head-to-head outcomes: what `gavel export battles` writes, rows of MT-bench, FastChat or arenas')
    .argument('<file>', FILE)
    .option('--benchmark <name>', 'what they are on, for rows that do not say; of NAME=FILE the name')
    .option('--judge <name>', 'who judged, for rows that do not say')
    .addOption(storeOption())
    .action((file: string, flags: BattleFlags) => battles(io, file, flags));
  command
    .command('card')
    .description('a judge card, so that leaderboards by that judge say where they lean on more than it measures')
    .argument('<file>', 'as `gavel agreement --card` writes it from a store')
    .addOption(storeOption())
    .action((file: string, flags: Pick<Flags, 'store'>) => card(io, file, flags));
  return command;
}

async function card(io: Io, file: string, { store }: Pick<Flags, 'store'>): Promise<void> {
  const judge = await importCard(resolve(io.cwd, store), resolve(io.cwd, file), new Date().toISOString());
  note(io, `kept the card of ${printable(judge, 80)}`);
}

async function reports(io: Io, file: string, flags: Flags): Promise<void> {
  const from = await about(io, file, flags);
  const count = await withStore(resolve(io.cwd, flags.store), { mode: 'write' }, (store) => {
    store.lock();
    return importReports(store, { ...from, sweep: flags.sweep });
  });
  note(
    io,
    `imported ${plural(count.reports, 'report')} of ${plural(count.agents, 'agent')}${besides({ 'without a report': count.failed, 'there before': count.known })}`,
  );
}

async function results(io: Io, path: string, { benchmark, agent, as: format, sweep, store: file }: ResultFlags): Promise<void> {
  const from = await about(io, path, { benchmark: [benchmark], ...(agent !== undefined && { agent }) });
  const count = await withStore(resolve(io.cwd, file), { mode: 'write' }, (store) => {
    store.lock();
    return importResults(store, { ...from, sweep, format });
  });
  note(
    io,
    `imported ${plural(count.reports, 'report')} of ${plural(count.agents, 'agent')}${besides({ 'without a report': count.failed, 'there before': count.known, 'on other tasks': count.foreign })}`,
  );
  if (count.leftOut.length > 0) note(io, `note: ${leftOutText(count.leftOut)}`);
}

async function traces(io: Io, file: string, flags: Omit<Flags, 'sweep'>): Promise<void> {
  const from = await about(io, file, flags);
  const count = await withStore(resolve(io.cwd, flags.store), { mode: 'write' }, (store) => {
    store.lock();
    return importTraces(store, from);
  });
  note(io, `imported ${plural(count.events, 'event')} of ${plural(count.attempts, 'attempt')}${besides({ 'there before': count.known })}`);
}

async function verdicts(io: Io, file: string, flags: VerdictFlags): Promise<void> {
  const from = await about(io, file, flags);
  const count = await withStore(resolve(io.cwd, flags.store), { mode: 'write' }, (store) => {
    // A large file is one long transaction: a run that is being paid for should not have to wait for it.
    store.lock();
    return importVerdicts(store, { ...from, sweep: flags.sweep, judge: flags.judge, by: flags.by });
  });
  note(
    io,
    `imported ${count.verdicts} verdicts of ${plural(count.agents, 'agent')}${besides({ unscored: count.unscored, 'there before': count.known })}`,
  );
}

/** What imports of reports and of verdicts are told alike. */
async function about(io: Io, file: string, { benchmark = [], agent }: Pick<Flags, 'benchmark' | 'agent'>) {
  const open = (spec: string) => openBenchmark(io, spec, {});
  const benchmarks = { given: await Promise.all(benchmark.map(open)), open };
  return { file: resolve(io.cwd, file), benchmarks, agent, at: new Date().toISOString() };
}

/** ` (2 unscored, 1 there before)`, without those that are none. */
function besides(counts: Readonly<Record<string, number>>): string {
  const there = Object.entries(counts).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : []));
  return there.length > 0 ? ` (${there.join(', ')})` : '';
}

async function battles(io: Io, file: string, { benchmark, judge, store: path }: BattleFlags): Promise<void> {
  const count = await withStore(resolve(io.cwd, path), { mode: 'write' }, (store) =>
    // As other commands are told of it: the tasks themselves are not needed.
    importBattles(store, { file: resolve(io.cwd, file), benchmark: benchmark?.replace(/=.*/s, ''), judge }),
  );
  if (count === undefined) return note(io, `${file} was imported before: nothing to do`);
  note(io, `imported ${plural(count.battles, 'battle')}${besides({ 'left out: the judge failed': count.failed })}`);
}
