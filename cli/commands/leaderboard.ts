/** `gavel leaderboard`: scores of agents, as table, JSON, CSV, markdown, page or charts. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { printable } from '../../benchmarks/check.ts';
import { didYouMean } from '../../benchmarks/suggest.ts';
import { InputError } from '../../judge/errors.ts';
import type { Scale } from '../../judge/reward.ts';
import { leaderboardCharts } from '../../reports/charts/leaderboard-charts.ts';
import { unevenNote } from '../../reports/charts/rows.ts';
import type { Estimates } from '../../reports/cost.ts';
import { LANGUAGES, type Language } from '../../reports/i18n.ts';
import type { Leaderboard } from '../../reports/leaderboard.ts';
import { leaderboardPage } from '../../reports/page.ts';
import { renderPng } from '../../reports/png.ts';
import { BattleTableBuilder } from '../../reports/ratings/battle.ts';
import { BOOTSTRAP_ROUNDS, ratings } from '../../reports/ratings/ratings.ts';
import { leaderboard, withRatings } from '../../reports/score.ts';
import { leaderboardCsv, leaderboardMarkdown, leaderboardTable, type TableOptions } from '../../reports/table.ts';
import { battleRows } from '../../runners/battle-rows.ts';
import { loadPrices, type Prices } from '../../runners/prices.ts';
import {
  agentsJudgedBy,
  benchmarkNames,
  type ChosenJudge,
  chooseJudge,
  costCurrencies,
  judgesOf,
  type Selection,
  tasksOf,
  trialRows,
} from '../../runners/rows.ts';
import { type Store, withStore } from '../../runners/store.ts';
import { checkSweep } from '../../runners/stored.ts';
import { Judges, noteNamesakes } from '../battle-selection.ts';
import { colourOf, type Io, note, printJson } from '../io.ts';
import { collect, pricesFile, scaleOption, storeOption } from '../options.ts';
import { writeInto } from '../write-files.ts';

export const FORMATS = ['table', 'json', 'csv', 'md', 'html', 'png'] as const;
type Format = (typeof FORMATS)[number];

interface Flags {
  readonly store: string;
  readonly benchmark?: string[];
  readonly scale: Scale;
  readonly judge?: string;
  readonly format?: Format;
  readonly json?: boolean;
  readonly out?: string;
  readonly language: Language;
  readonly currency: string;
  readonly prices?: string;
  readonly estimateCost?: Estimates;
}

export function leaderboardCommand(io: Io): Command {
  return new Command('leaderboard')
    .description('Scores of agents with 95% intervals over tasks, what failed, what is unscored, and the cost per report.')
    .argument('[sweep]', 'only what this sweep planned')
    .option('--benchmark <name>', 'only this benchmark (repeatable)', collect)
    .addOption(scaleOption())
    .option('--judge <name>', 'whose verdicts (default: the newest judge)')
    .addOption(new Option('--format <name>', 'what to write; table where not given').choices(FORMATS))
    .option('--json', 'the same as --format json: an object for one benchmark, a list of them for several')
    .option('--out <dir>', 'write files into this folder instead of stdout; needed for html and png')
    .addOption(new Option('--language <code>', 'of tables, charts and pages').choices(LANGUAGES).default('en'))
    .option('--currency <code>', 'costs are converted to it at the dated rates', currency, 'CNY')
    .option('--prices <file>', 'your own prices and rates; they win over the bundled ones')
    .option(
      '--estimate-cost <agent=other*factor>',
      "unknown cost of an agent: another's x ratio of times x factor (repeatable)",
      estimateRule,
    )
    .addOption(storeOption())
    .action(async (sweep: string | undefined, flags: Flags) => {
      const format = formatOf(flags);
      const battleJudges = new Judges();
      const boards = await withStore(resolve(io.cwd, flags.store), { mode: 'read' }, (store) =>
        readLeaderboards(store, { ...flags, sweep, battleJudges, say: (line) => note(io, line) }),
      );
      battleJudges.tell(io, 'gavel ratings ');
      write(io, boards, format, flags);
    });
}

/** @throws InputError where two are asked for */
function formatOf({ json, format }: Flags): Format {
  if (json !== true) return format ?? 'table';
  if (format === undefined || format === 'json') return 'json';
  throw new InputError(`--json and --format ${format} exclude each other`);
}

export interface LeaderboardOptions {
  readonly sweep?: string | undefined;
  readonly benchmark?: readonly string[] | undefined;
  readonly scale: Scale;
  readonly judge?: string | undefined;
  readonly currency: string;
  readonly prices?: string | undefined;
  readonly estimateCost?: Estimates | undefined;
  /** Hears whose battles are behind the ratings. */
  readonly battleJudges?: Judges;
  /** Hears what a reader should know beside the leaderboard. */
  readonly say?: (line: string) => void;
}

/** One leaderboard a benchmark, in order of name. @throws InputError where there is nothing to show */
export function readLeaderboards(store: Store, options: LeaderboardOptions): Leaderboard[] {
  if (options.sweep !== undefined) checkSweep(store, options.sweep);
  const there = benchmarkNames(store, options.sweep);
  if (there.length === 0) throw new InputError(`${store.path}: ${whyEmpty(store)}`);
  const asked = options.benchmark && [...new Set(options.benchmark.map((spec) => spec.split('=')[0] ?? spec))];
  const missing = asked?.find((name) => !there.includes(name));
  if (missing !== undefined)
    throw new InputError(`${store.path}: nothing on benchmark "${missing}"; there is: ${there.join(', ') || 'nothing'}`);
  const prices = loadPrices(pricesFile(), options.prices);
  checkCurrency(store, prices, options.currency);
  const boards = (asked ?? there).map((benchmark) => readLeaderboard(store, benchmark, prices, options));
  checkEstimates(boards, options.estimateCost ?? new Map());
  return boards;
}

function whyEmpty(store: Store): string {
  const [battle] = battleRows(store, {});
  return battle === undefined
    ? 'the store is empty'
    : 'nothing is scored here, there are only battles: "gavel ratings" rates agents by them';
}

/** Costs that agents report themselves can be in a currency without a rate. @throws InputError where nothing is in it or leads to it */
function checkCurrency(store: Store, prices: Prices, currency: string): void {
  const known = new Set([...prices.models.map((model) => model.currency), ...prices.rates.flatMap(({ from, to }) => [from, to])]);
  if (known.has(currency)) return;
  for (const own of costCurrencies(store)) known.add(own);
  if (known.has(currency)) return;
  const there = [...known].sort();
  throw new InputError(
    `--currency: no price and no rate in "${currency}"${didYouMean(currency, there)}; there are: ${there.join(', ')}; --prices FILE adds rates`,
  );
}

/** @throws InputError for an agent that is on none of the leaderboards */
function checkEstimates(boards: readonly Leaderboard[], estimates: Estimates): void {
  const there = [...new Set(boards.flatMap(({ rows }) => rows.map(({ agent }) => agent)))].sort();
  const unknown = [...estimates].flatMap(([agent, { from }]) => [agent, from]).find((name) => !there.includes(name));
  if (unknown !== undefined)
    throw new InputError(
      `--estimate-cost: no agent "${unknown}" here${didYouMean(unknown, there)}; there are: ${there.join(', ') || 'none'}`,
    );
}

function readLeaderboard(store: Store, benchmark: string, prices: Prices, options: LeaderboardOptions): Leaderboard {
  const selection = { benchmark, sweep: options.sweep };
  const judge = chooseJudge(store, selection, options.judge);
  const say = options.say ?? (() => {});
  noteNamesakes(say, judge, options.judge, benchmark);
  const board = leaderboard(tasksOf(store, selection).values(), (task) => trialRows(store, selection, task, judge.id), {
    benchmark,
    scale: options.scale,
    judge,
    prices,
    currency: options.currency,
    estimates: options.estimateCost ?? new Map(),
  });
  noteOtherJudges(say, store, selection, judge, board);
  // The reports that come with the package are named so.
  const sample = board.rows.length > 0 && board.rows.every(({ agent }) => agent.startsWith('sample-'));
  return rated(store, { ...board, ...(sample && { sample }) }, options);
}

/** An agent that only other judges have judged is on their leaderboards. */
function noteOtherJudges(say: (line: string) => void, store: Store, selection: Selection, judge: ChosenJudge, board: Leaderboard): void {
  const seen = new Set([...board.rows.map(({ agent }) => agent), ...agentsJudgedBy(store, selection, judge.id)]);
  const others = judgesOf(store, selection).flatMap(({ id, hash }) => {
    const agents = agentsJudgedBy(store, selection, id).filter((agent) => !seen.has(agent));
    for (const agent of agents) seen.add(agent);
    if (agents.length === 0) return [];
    return [`--judge '${printable(chooseJudge(store, selection, hash).name, 80)}' shows ${printable(agents.join(', '), 200)}`];
  });
  if (others.length > 0)
    say(`note: ${printable(selection.benchmark, 60)}: not every agent was judged by ${printable(judge.name, 80)}: ${others.join('; ')}`);
}

/** Of the bootstrap behind the intervals of ratings: the same store gives the same leaderboard, and what "gavel ratings" prints. */
const SEED = 1;

/** Ratings stand beside the scores where the agents also met head to head. */
function rated(store: Store, board: Leaderboard, { sweep, battleJudges }: LeaderboardOptions): Leaderboard {
  const builder = new BattleTableBuilder();
  let met = false;
  for (const battle of battleRows(store, { benchmark: board.benchmark, sweep, dimension: 'overall' })) {
    const { task, a, b, outcome } = battle;
    battleJudges?.add(battle);
    builder.add({ a, b, outcome, ...(task !== null && { query: task }) });
    met = true;
  }
  return met ? withRatings(board, ratings(builder.build(), { method: 'davidson', bootstrap: BOOTSTRAP_ROUNDS, seed: SEED })) : board;
}

function write(io: Io, boards: readonly Leaderboard[], format: Format, flags: Pick<Flags, 'out' | 'language'>): void {
  for (const { benchmark, rows } of boards) if (rows.length === 0) note(io, `nothing judged yet on ${printable(benchmark, 60)}`);
  // Tables, Markdown and pages say it themselves.
  if (format === 'json' || format === 'csv' || format === 'png') for (const board of boards) noteUneven(io, board);
  if (flags.out === undefined) {
    print(io, boards, format, flags.language);
    return;
  }
  const files = writeFiles(resolve(io.cwd, flags.out), boards, [format], flags.language);
  for (const file of files) note(io, `wrote ${file}`);
}

function noteUneven(io: Io, board: Leaderboard): void {
  const uneven = unevenNote(board, 'en');
  if (uneven !== undefined) note(io, `note: ${printable(board.benchmark, 60)}: ${uneven}`);
}

function print(io: Io, boards: readonly Leaderboard[], format: Format, language: Language): void {
  if (format === 'html' || format === 'png') throw new InputError(`--format ${format} needs --out DIR`);
  // One benchmark is one document, as scripts expect; several are a list.
  if (format === 'json') {
    printJson(io, boards.length === 1 ? boards[0] : boards);
    return;
  }
  if (format === 'csv') {
    io.stdout.write(leaderboardCsv(boards));
    return;
  }
  const colour = colourOf(io.stdout, io.env);
  for (const board of boards.filter(({ rows }) => rows.length > 0))
    io.stdout.write(`${text(board, format, { language, colour, width: io.stdout.columns })}\n`);
}

function text(board: Leaderboard, format: 'table' | 'md', look: TableOptions): string {
  if (format === 'md') return leaderboardMarkdown(board, look);
  return leaderboardTable(board, look);
}

/** Writes each format into the folder; returns the paths. Same rows, same bytes. */
export function writeFiles(dir: string, boards: readonly Leaderboard[], formats: readonly Format[], language: Language): string[] {
  // Where nothing is judged yet there is nothing to draw.
  const judged = boards.filter(({ rows }) => rows.length > 0);
  const drawn = judged.length > 0 ? judged : boards;
  const files = formats.flatMap((format): [string, string | Buffer][] => {
    if (format === 'html') return [['leaderboard.html', leaderboardPage(drawn, { language })]];
    if (format === 'png') return drawn.flatMap((board) => charts(board, language));
    if (format === 'json') return [['leaderboard.json', `${JSON.stringify(boards.length === 1 ? boards[0] : boards, null, 2)}\n`]];
    const named = (board: Leaderboard, ending: string) => `leaderboard-${fileName(board.benchmark)}.${ending}`;
    if (format === 'csv') return boards.map((board) => [named(board, 'csv'), leaderboardCsv([board])]);
    const ending = format === 'table' ? 'txt' : format;
    return boards.map((board) => [named(board, ending), `${text(board, format, { language, colour: false })}\n`]);
  });
  return writeInto(dir, files);
}

function charts(board: Leaderboard, language: Language): [string, Buffer][] {
  const look = { language, theme: 'light' } as const;
  return leaderboardCharts(board, look).map(({ name, config }) => [
    `${fileName(board.benchmark)}-${name}.png`,
    renderPng(config, { theme: look.theme }),
  ]);
}

/** Benchmark names come from a person; files stay in their folder. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '') || 'benchmark';
}

function currency(text: string): string {
  if (/^[A-Za-z]{3}$/.test(text)) return text.toUpperCase();
  throw new InvalidArgumentError('Expected a currency of three letters, as in USD.');
}

function estimateRule(text: string, before: Estimates = new Map()): Estimates {
  const [, agent, from, factor] = /^(.+?)=(.+?)(?:\*(\d+(?:\.\d+)?))?$/.exec(text) ?? [];
  if (agent === undefined || from === undefined) throw new InvalidArgumentError('Expected AGENT=OTHER or AGENT=OTHER*FACTOR.');
  if (Number(factor) === 0) throw new InvalidArgumentError('Expected a factor above 0: an unknown price is not free.');
  return new Map([...before, [agent, { from, factor: factor === undefined ? 1 : Number(factor) }]]);
}
