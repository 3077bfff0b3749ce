/** `gavel demo`: the whole flow offline: bundled reports judged by checklists or in battles, and an agent that researches the bundled web. */
import { readdirSync } from 'node:fs';
import { join, parse, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { packageData } from '../../benchmarks/files/paths.ts';
import { leaderboardTable } from '../../reports/leaderboard/table.ts';
import { pairUp } from '../../reports/pair-up.ts';
import { readLeaderboards } from '../../reports/read-leaderboards.ts';
import type { Language } from '../../reports/words/i18n.ts';
import { battle } from '../../runners/battle.ts';
import { judgeFolder } from '../../runners/judge-folder.ts';
import { parseSweep } from '../../runners/read-sweep.ts';
import { runSweep } from '../../runners/run-sweep.ts';
import { colourOf, type Io, note } from '../io.ts';
import { folders, languageOption, openBenchmark } from '../options/options.ts';
import { watchBattles, watchRun } from '../paid-work.ts';
import { writeLeaderboards } from '../write-leaderboards.ts';

/** Bundled reports: those of each agent in a folder of its name. */
const SAMPLES = [
  { benchmark: 'demo', reports: ['demo', 'reports'] },
  { benchmark: 'adr-bench', reports: ['adr-bench', 'samples', 'reports'] },
] as const;

/** An agent without a model, run on the offline web while one waits. */
const LIVE = parseSweep(
  `name: world
benchmarks: [world]
agents:
  - {kind: extractive, name: sample-extractive, search: {kind: world}}
`,
  'demo',
);

interface Flags {
  readonly out: string;
  readonly language: Language;
}

export function demoCommand(io: Io): Command {
  return new Command('demo')
    .description(
      'Judge bundled sample reports, run an agent on the bundled offline web, and write leaderboards and charts: all without a network.',
    )
    .option('--out <dir>', 'where to write', 'gavel-out')
    .addOption(languageOption('of table, page and charts'))
    .action((flags: Flags) => demo(io, flags));
}

async function demo(io: Io, { out, language }: Flags): Promise<void> {
  const dir = resolve(io.cwd, out);
  const store = join(dir, 'demo.db');
  // A store that is there stays, since people try battles and annotation on it: what it holds already is not judged again.
  writeLeaderboards(dir, [], [], language);
  for (const sample of SAMPLES) await judgeSamples(io, store, sample.benchmark, join(packageData(), ...sample.reports));
  // The general tasks of adr-bench have no rubric: their reports meet in pairs.
  const battles = { sweep: 'adr-bench', benchmark: 'adr-bench', judges: [OFFLINE], ...TERMS };
  await watchBattles(io, (watch) => battle(store, battles, pairUp('round-robin', { seed: 1 }), watch));
  await watchRun(io, (watch) => runSweep(store, { file: { ...LIVE, baseDir: dir }, folders: folders(io) }, watch));
  const { boards } = await readLeaderboards(store, { scale: 'ternary', currency: 'CNY' });
  for (const board of boards)
    io.stdout.write(`${leaderboardTable(board, { language, colour: colourOf(io.stdout, io.env), width: io.stdout.columns })}\n`);
  const shown = (path: string) => relative(io.cwd, path) || path;
  for (const file of writeLeaderboards(dir, boards, ['html', 'png', 'json'], language)) note(io, `wrote ${shown(file)}`);
  note(
    io,
    [
      '',
      'These are samples: bundled reports, and those of an agent that copies passages together without a model (world), all judged by',
      'the small judge that comes with gavel. They measure no real system.',
      'What to type next:',
      '  gavel judge DIR --benchmark demo --agent my-agent          your own <task-id>.md reports, judged offline',
      '  ... --judge-url http://HOST/v1 --judge-model MODEL         the same, judged by a model (key from OPENAI_API_KEY)',
      '  gavel init && gavel run sweep.yaml                         agents, benchmarks and judge from one file',
      `${`  gavel leaderboard --scale strict --store ${shown(store)}`.padEnd(60)} the same labels under another scale`,
      `${`  gavel view adr-bench --store ${shown(store)}`.padEnd(60)} compare reports yourself, blind, in the browser`,
    ].join('\n'),
  );
}

const OFFLINE = { kind: 'offline', trials: 1 } as const;
const TERMS = { concurrency: 8, budget: {} } as const;

/** Judges the reports below `reports`, on those tasks of the benchmark that have some. */
async function judgeSamples(io: Io, store: string, name: string, reports: string): Promise<void> {
  const names = readdirSync(reports).sort();
  const ids = new Set(
    readdirSync(join(reports, names[0] ?? ''))
      .filter((file) => file.endsWith('.md'))
      .map((file) => parse(file).name),
  );
  const benchmark = await openBenchmark(io, name, { ids: [...ids] });
  const agents = names.map((agent) => ({ name: agent, dir: join(reports, agent) }));
  const request = { sweep: name, benchmark, agents, repeats: 1, judge: OFFLINE, ...TERMS };
  await watchRun(io, (watch) => judgeFolder(store, request, watch));
}
