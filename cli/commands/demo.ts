/** `gavel demo`: the whole flow offline, on the bundled tasks and sample reports. */
import { existsSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { packageData } from '../../benchmarks/paths.ts';
import { LANGUAGES, type Language } from '../../reports/i18n.ts';
import { leaderboardTable } from '../../reports/table.ts';
import { createFolderAgent } from '../../runners/agents/folder.ts';
import { withStore } from '../../runners/store.ts';
import { execute, planAgents } from '../execute.ts';
import { colourOf, type Io, note } from '../io.ts';
import { openBenchmark } from '../options.ts';
import { readLeaderboards, writeFiles } from './leaderboard.ts';

const AGENTS = ['sample-thorough', 'sample-listy', 'sample-careless'];

interface Flags {
  readonly out: string;
  readonly language: Language;
}

export function demoCommand(io: Io): Command {
  return new Command('demo')
    .description('Judge three bundled sample agents on ten bundled tasks, offline, and write a leaderboard page and charts.')
    .option('--out <dir>', 'where to write', 'gavel-out')
    .addOption(new Option('--language <code>', 'of table, page and charts').choices(LANGUAGES).default('en'))
    .action((flags: Flags) => demo(io, flags));
}

async function demo(io: Io, { out, language }: Flags): Promise<void> {
  const dir = resolve(io.cwd, out);
  const store = join(dir, 'demo.db');
  // A demo starts afresh; its store holds nothing that anybody paid for.
  for (const suffix of ['', '-wal', '-shm', '.lock']) rmSync(store + suffix, { force: true });
  const benchmark = await openBenchmark(io, 'demo', {});
  const agents = AGENTS.map((name) =>
    createFolderAgent({ kind: 'folder', name, dir: join(packageData(), 'demo', 'reports', name) }, { baseDir: io.cwd }),
  );
  writeFiles(dir, [], [], language);
  await execute(io, {
    sweep: 'demo',
    store,
    judge: { kind: 'offline', trials: 1 },
    concurrency: 8,
    budget: {},
    plan: (open) => planAgents(open, [benchmark], agents, 1),
  });
  const boards = await withStore(store, { mode: 'read' }, (open) => readLeaderboards(open, { scale: 'ternary', currency: 'CNY' }));
  for (const board of boards) io.stdout.write(`${leaderboardTable(board, { language, colour: colourOf(io.stdout, io.env) })}\n`);
  const shown = (path: string) => relative(io.cwd, path) || path;
  for (const file of writeFiles(dir, boards, ['html', 'png', 'json'], language)) note(io, `wrote ${shown(file)}`);
  note(
    io,
    [
      '',
      'These are samples: bundled reports, judged by the built-in lexical judge. They measure no real system.',
      'What to type next:',
      '  gavel judge DIR --benchmark demo --agent my-agent          your own <task-id>.md reports, judged offline',
      '  ... --judge-url http://HOST/v1 --judge-model MODEL         the same, judged by a model (key from OPENAI_API_KEY)',
      '  gavel init && gavel run sweep.yaml                         agents, benchmarks and judge from one file',
      existsSync(store) ? `  gavel leaderboard --scale strict --store ${shown(store)}` : '',
    ].join('\n'),
  );
}
