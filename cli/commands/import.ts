/** `gavel import`: other people's files into the store. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { importBattles } from '../../runners/exchange/import-battles.ts';
import { importVerdicts } from '../../runners/exchange/import-verdicts.ts';
import { withStore } from '../../runners/store/store.ts';
import { type Io, note, plural } from '../io.ts';
import { agentName, openBenchmark, storeOption } from '../options/options.ts';

interface VerdictFlags {
  readonly benchmark: string;
  readonly agent?: string;
  readonly judge: string;
  readonly sweep: string;
  readonly store: string;
}

export function importCommand(io: Io): Command {
  const command = new Command('import').description("Read other people's files into the store, all of a file or nothing.");
  command
    .command('verdicts')
    .description('labels on criteria: our JSON lines, or ResearchRubrics result rows as they are')
    .argument('<file>', 'JSON lines, also gzipped (.gz)')
    .requiredOption('--benchmark <name>', 'what the verdicts are on: NAME, or NAME=FILE')
    .option('--agent <name>', 'who wrote the reports, for rows that do not say', agentName)
    .option('--judge <name>', 'who gave the verdicts, for rows that do not say', 'imported')
    .option('--sweep <name>', 'name under which they are kept', 'import')
    .addOption(storeOption())
    .action((file: string, flags: VerdictFlags) => verdicts(io, file, flags));
  command
    .command('battles')
    .description('head-to-head outcomes: our JSON lines, MT-bench or arena rows (model_a, model_b, winner), JSON lines or CSV')
    .argument('<file>', '.jsonl (also .gz), .csv or .tsv')
    .option('--benchmark <name>', 'what they are on, for rows that do not say')
    .option('--judge <name>', 'who judged, for rows that do not say')
    .addOption(storeOption())
    .action((file: string, flags: BattleFlags) => battles(io, file, flags));
  return command;
}

interface BattleFlags {
  readonly benchmark?: string;
  readonly judge?: string;
  readonly store: string;
}

async function battles(io: Io, file: string, { benchmark, judge, store: path }: BattleFlags): Promise<void> {
  const count = await withStore(resolve(io.cwd, path), { mode: 'write' }, (store) =>
    importBattles(store, { file: resolve(io.cwd, file), benchmark, judge }),
  );
  note(io, count === undefined ? `${file} was imported before: nothing to do` : `imported ${count} battles`);
}

async function verdicts(io: Io, file: string, flags: VerdictFlags): Promise<void> {
  const benchmark = await openBenchmark(io, flags.benchmark, {});
  const count = await withStore(resolve(io.cwd, flags.store), { mode: 'write' }, (store) => {
    // A large file is one long transaction: a run that is being paid for should not have to wait for it.
    store.lock();
    return importVerdicts(store, {
      file: resolve(io.cwd, file),
      benchmark,
      agent: flags.agent,
      judge: flags.judge,
      sweep: flags.sweep,
      at: new Date().toISOString(),
    });
  });
  const extra = [count.unscored > 0 ? `${count.unscored} unscored` : '', count.known > 0 ? `${count.known} there before` : ''].filter(
    (part) => part !== '',
  );
  note(io, `imported ${count.verdicts} verdicts of ${plural(count.agents, 'agent')}${extra.length > 0 ? ` (${extra.join(', ')})` : ''}`);
}
