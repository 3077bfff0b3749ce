/** `gavel leaderboard`: scores of agents, as table, JSON, CSV, markdown, page or charts. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { printable } from '../../benchmarks/files/check.ts';
import type { Scale } from '../../judge/checklist/reward.ts';
import { InputError } from '../../judge/errors.ts';
import type { Estimates } from '../../reports/leaderboard/cost.ts';
import type { Leaderboard } from '../../reports/leaderboard/leaderboard.ts';
import { judgeCardNotes, unevenNote } from '../../reports/leaderboard/notes.ts';
import { leaderboardCsv, rowsCsv } from '../../reports/leaderboard/table.ts';
import { readLeaderboards } from '../../reports/read-leaderboards.ts';
import { readTaskScores } from '../../reports/read-task-scores.ts';
import type { Language } from '../../reports/words/i18n.ts';
import { scoreText } from '../../reports/words/text.ts';
import { Failed } from '../exit.ts';
import { colourOf, type Io, note, printJson } from '../io.ts';
import { noteJudges, notePooled } from '../judge-notes.ts';
import { collect, languageOption, scaleOption, storeOption } from '../options/options.ts';
import { writeInto } from '../write-files.ts';
import { FORMATS, type Format, leaderboardText, writeLeaderboards } from '../write-leaderboards.ts';

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
  readonly failBelow?: number;
  readonly ratingsBy?: string[];
  readonly labels?: string;
  readonly by?: 'task';
}

export function leaderboardCommand(io: Io): Command {
  return new Command('leaderboard')
    .description('Scores of agents with 95% intervals over tasks, what failed, what is unscored, and the cost per report.')
    .argument('[sweep]', 'only what this sweep planned')
    .option('--benchmark <name>', 'only this benchmark (repeatable)', collect)
    .addOption(scaleOption())
    .option('--judge <name>', 'whose verdicts (default: the judge of the sweep, else the one of the most agents)')
    .option(
      '--ratings-by <name>',
      'whose battles rate: a judge or person, people, models, consensus or all (repeatable; default: the judge of the scores)',
      collect,
    )
    .option('--labels <name>', 'correct the scores by the labels of this judge or person, or of people, on part of the reports')
    .addOption(new Option('--format <name>', 'what to write; table where not given').choices(FORMATS))
    .option('--json', 'the same as --format json: an object for one benchmark, a list of them for several')
    .option('--out <dir>', 'write files into this folder instead of stdout; needed for html and png')
    .addOption(languageOption('of tables, charts and pages'))
    .option('--currency <code>', 'costs are converted to it at the dated rates', currency, 'CNY')
    .option('--prices <file>', 'your own prices and rates; they win over the bundled ones')
    .option(
      '--estimate-cost <agent=other*factor>',
      "unknown cost of an agent: another's x ratio of times x factor (repeatable)",
      estimateRule,
    )
    .addOption(new Option('--by <what>', 'a row for each task and agent; goes with csv and json').choices(['task']))
    .option('--fail-below <score>', 'exit 1 where an agent scores less on 0-100, or none is scored', score)
    .addOption(storeOption())
    .action(async (sweep: string | undefined, flags: Flags) => {
      const format = formatOf(flags);
      if (flags.by === 'task') return byTask(io, sweep, format, flags);
      const { boards, notes, source } = await readLeaderboards(resolve(io.cwd, flags.store), { ...flags, sweep, drawn: format === 'png' });
      noteJudges(io, notes);
      notePooled(io, source, 'gavel ratings ');
      write(io, boards, format, flags);
      if (flags.failBelow !== undefined) checkScores(boards, flags.failBelow);
    });
}

const TASK_KEYS = [
  ...(['benchmark', 'scale', 'judge', 'task', 'domain', 'agent', 'score'] as const),
  ...(['attempts', 'failed', 'unscored', 'owed', 'coverage'] as const),
];

async function byTask(io: Io, sweep: string | undefined, format: Format, flags: Flags): Promise<void> {
  if (format !== 'csv' && format !== 'json') throw new InputError('--by task goes with --format csv or --json');
  const rows = await readTaskScores(resolve(io.cwd, flags.store), { ...flags, sweep });
  if (flags.out !== undefined) {
    const text = format === 'csv' ? rowsCsv(rows, TASK_KEYS) : `${JSON.stringify(rows, null, 2)}\n`;
    for (const file of writeInto(resolve(io.cwd, flags.out), [[`leaderboard-tasks.${format}`, text]])) note(io, `wrote ${file}`);
  } else if (format === 'json') printJson(io, rows);
  else io.stdout.write(rowsCsv(rows, TASK_KEYS));
}

/** @throws InputError where two are asked for */
function formatOf({ json, format }: Flags): Format {
  if (json !== true) return format ?? 'table';
  if (format === undefined || format === 'json') return 'json';
  throw new InputError(`--json and --format ${format} exclude each other`);
}

function write(io: Io, boards: readonly Leaderboard[], format: Format, flags: Pick<Flags, 'out' | 'language'>): void {
  for (const { benchmark, rows } of boards) if (rows.length === 0) note(io, `nothing judged yet on ${printable(benchmark, 60)}`);
  // Tables, Markdown and pages say it themselves.
  if (format === 'json' || format === 'csv' || format === 'png') for (const board of boards) noteUneven(io, board);
  if (flags.out === undefined) {
    print(io, boards, format, flags.language);
    return;
  }
  const files = writeLeaderboards(resolve(io.cwd, flags.out), boards, [format], flags.language);
  for (const file of files) note(io, `wrote ${file}`);
}

/** @throws Failed where an agent scores less, or nothing is scored */
function checkScores(boards: readonly Leaderboard[], least: number): void {
  const below = boards.flatMap(({ benchmark, rows }) => {
    if (rows.length === 0) return [`nothing is scored on ${benchmark}`];
    return rows
      .filter((row) => row.score === null || row.score < least)
      .map((row) => `${row.agent} ${row.score === null ? 'has no score' : `scores ${scoreText(row.score)}`} on ${benchmark}`);
  });
  if (below.length > 0) throw new Failed(`below ${least}: ${below.join(', ')}`);
}

function noteUneven(io: Io, board: Leaderboard): void {
  for (const said of [...[unevenNote(board, 'en')].filter((text) => text !== undefined), ...judgeCardNotes(board, 'en')])
    note(io, `note: ${printable(board.benchmark, 60)}: ${said}`);
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
    io.stdout.write(`${leaderboardText(board, format, { language, colour, width: io.stdout.columns })}\n`);
}

function score(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Expected a score, as in 60.');
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
