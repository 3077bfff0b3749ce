/** The leaderboard as text: a table for terminals, Markdown, and CSV. */
import CliTable from 'cli-table3';
import { printable } from '../../benchmarks/files/check.ts';
import { type Language, translate } from '../words/i18n.ts';
import { leaderboardColumns } from './columns.ts';
import { fitColumns } from './fit-columns.ts';
import type { CostPerReport, Leaderboard, LeaderboardRow } from './leaderboard.ts';
import { details, leaderboardNotes } from './notes.ts';
import { provenanceText } from './provenance.ts';

export interface TableOptions {
  readonly language: Language;
  readonly colour: boolean;
  /** Terminal cells; undefined: as wide as it takes. */
  readonly width?: number | undefined;
}

/** A table for a terminal under a line that says what is shown, above what to know of it, without a newline at its end. */
export function leaderboardTable(leaderboard: Leaderboard, { language, colour, width }: TableOptions): string {
  const fitted = fitColumns(leaderboard, language, width);
  const table = new CliTable({
    head: fitted.columns.map(({ heading }) => heading),
    colAligns: fitted.columns.map(({ align }) => align),
    colWidths: fitted.columns.map(({ word, width }) => (word === 'agent' ? width : null)),
    style: { compact: true, head: colour ? ['bold'] : [], border: colour ? ['gray'] : [] },
  });
  table.push(...leaderboard.rows.map((row) => fitted.columns.map(({ text }) => text(row))));
  return [
    details(leaderboard, language),
    table.toString(),
    ...leaderboardNotes(leaderboard, language),
    ...provenanceLines(leaderboard, language),
    ...(fitted.leftOut.length === 0 ? [] : [translate('leftOut', language, { columns: fitted.leftOut.join(', ') })]),
  ].join('\n');
}

function provenanceLines({ provenance }: Leaderboard, language: Language): string[] {
  return provenance === undefined ? [] : [provenanceText(provenance, language)];
}

/** A GitHub table; names can be neither markup nor break out of their cell. */
export function leaderboardMarkdown(leaderboard: Leaderboard, { language }: Pick<TableOptions, 'language'>): string {
  const columns = leaderboardColumns(leaderboard, language);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    markdownText(details(leaderboard, language)),
    '',
    line(columns.map(({ word }) => translate(word, language))),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...leaderboard.rows.map((row) => line(columns.map(({ text }) => markdownText(text(row))))),
    ...[...leaderboardNotes(leaderboard, language), ...provenanceLines(leaderboard, language)].flatMap((text) => ['', markdownText(text)]),
    '',
  ].join('\n');
}

/** Characters that Markdown or HTML would read as markup, as character references. */
function markdownText(text: string): string {
  const figures = /^[[\]\d., %–≥≤-]+$/;
  if (figures.test(text)) return text;
  return text.replace(/[|&<>\\`*_~[\]!#$]|(?<=www)\.|(?<=:)\/\/|@/g, (found) =>
    Array.from(found, (c) => `&#${c.codePointAt(0)};`).join(''),
  );
}

type Field = string | number | null;

/** RFC 4180, a row each under the names of their keys; what is not known is an empty field. */
export function rowsCsv<Row extends object>(rows: readonly Row[], keys: readonly (keyof Row & string)[]): string {
  const fields = rows.map((row) => keys.map((key) => row[key] as Field));
  return [[...keys], ...fields].map((line) => `${line.map(csvField).join(',')}\r\n`).join('');
}

/** RFC 4180, several leaderboards under one header, with the same columns for each; what is not known or does not exist is an empty field. */
export function leaderboardCsv(boards: readonly Leaderboard[]): string {
  const head = [
    ...[
      'benchmark',
      'scale',
      'judge',
      'rank_best',
      'rank_worst',
      'agent',
      'score',
      'ci_low',
      'ci_high',
      'at_least',
      'at_most',
      'tasks',
      'trials',
      'failed',
      'failure_rate',
      'failure_low',
      'failure_high',
      'unscored',
      'owed',
      'coverage',
      'fatal',
    ],
    ...['rating', 'rating_ci_low', 'rating_ci_high'],
    ...['cost_per_report', 'cost_currency', 'cost_basis', 'judge_cost', 'judge_cost_currency', 'judge_cost_basis'],
    'fingerprint',
  ];
  const rows = boards.flatMap(({ benchmark, scale, judge, provenance, rows }) =>
    rows.map((row) => [benchmark, scale, judge, ...csvFields(row), provenance?.fingerprint ?? null]),
  );
  return [head, ...rows].map((fields) => `${fields.map(csvField).join(',')}\r\n`).join('');
}

function csvFields(row: LeaderboardRow): Field[] {
  const cost = ({ amount, currency, basis }: CostPerReport): Field[] => [basis === 'unknown' ? null : amount, currency, basis];
  return [
    ...(row.rankSet ?? [null, null]),
    row.agent,
    row.score,
    ...(row.ci ?? [null, null]),
    row.flat?.atLeast ?? null,
    row.flat?.atMost ?? null,
    row.tasks,
    row.trials,
    row.failed,
    row.failureRate.value,
    ...row.failureRate.ci,
    row.unscored,
    row.owed,
    row.coverage,
    row.fatal,
    row.rating ?? null,
    ...(row.ratingCi ?? [null, null]),
    ...cost(row.costPerReport),
    ...cost(row.judgeCost),
  ];
}

/** Text that a spreadsheet would run as a formula gets an apostrophe in front. */
function csvField(field: Field): string {
  if (field === null) return '';
  if (typeof field === 'number') return String(field);
  const shown = field
    .split('\n')
    .map((line) => printable(line, Number.POSITIVE_INFINITY))
    .join('\n');
  const safe = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
