/** lookText, mappedText: what `gavel data map` shows of a file, and what it says it wrote. */
import { printable } from '../benchmarks/files/check.ts';
import { commandLine } from '../benchmarks/files/command-line.ts';
import type { Mapped } from '../benchmarks/map/apply.ts';
import { NUMBER } from '../benchmarks/map/field.ts';
import { noteText } from '../benchmarks/map/notes.ts';
import { FIELDS, type MapPlan, planWords } from '../benchmarks/map/plan.ts';
import { InputError } from '../judge/errors.ts';
import type { Look, MappedFiles } from '../runners/map-file.ts';
import { plural } from './io.ts';

/** Fields that are listed. */
const MOST_FIELDS = 60;
/** Weights that are counted one by one. */
const MOST_WEIGHTS = 8;

/** @param file as it was typed */
export function lookText(file: string, { container, rows, guess, plan, would }: Look): string {
  const { seen, open, within } = guess;
  const width = Math.max(10, ...seen.slice(0, MOST_FIELDS).map(({ path }) => Math.min(40, printable(path, 40).length)));
  const fields = seen.slice(0, MOST_FIELDS).map(({ path, filled, places, example, chat }) => {
    const full = places === 0 ? 0 : Math.round((100 * filled) / places);
    return `  ${printable(path, 40).padEnd(width)}  ${String(full).padStart(3)}% full  ${chat ? 'chat: ' : ''}${printable(example, 60)}`;
  });
  const undecided = [...open].map(
    ([field, paths]) =>
      `  ${field}: ${paths
        .slice(0, 6)
        .map((path) => printable(path, 60))
        .join(' or ')}: say which with --map`,
  );
  return text([
    `${printable(file, 200)}: ${noteText(container.kind)}, ${plural(rows, 'row')}${container.notes.map((one) => `, ${noteText(one)}`).join('')}`,
    'Fields (of the first 1,000 rows):',
    ...fields,
    ...(seen.length > MOST_FIELDS ? [`  and ${seen.length - MOST_FIELDS} more`] : []),
    'Map:',
    ...FIELDS.flatMap((field) => {
      const path = plan.map[field];
      if (path === undefined) return [];
      return [`  ${field} = ${printable(path, 80)}${path.startsWith(NUMBER) ? ' (a number, for want of an id)' : ''}`];
    }),
    ...(undecided.length > 0 ? ['Open:', ...undecided] : []),
    ...(would instanceof InputError && within.length > 0 ? [rowsText(within)] : []),
    ...(would instanceof InputError ? [`Not yet: ${printable(would.message, 1_000)}`] : ['It would write:', ...outcome(would)]),
    'To write it:',
    `  ${commandLine(['gavel', 'data', 'map', file, ...planWords(plan), '--out', 'DIR'])}`,
  ]);
}

function rowsText(within: Look['guess']['within']): string {
  const places = within.slice(0, 6).map(({ path, rows }) => `--rows ${commandLine([path])} (${rows})`);
  return `Rows may stand within it: ${places.join(', ')}`;
}

/**
 * @param benchmark the name under which the tasks are named in the next commands
 * @param kept the plan that was taken from a file or a preset, with what was typed
 */
export function mappedText(mapped: MappedFiles, benchmark: string, kept?: MapPlan): string {
  const { container, written, notes } = mapped;
  const at = (kind: string) => written.find((path) => path.endsWith(`${kind}.jsonl`));
  const [tasks, reports, verdicts, battles] = ['tasks', 'reports', 'verdicts', 'battles'].map(at);
  const on = ['--benchmark', `${benchmark}=${tasks ?? 'TASKS.jsonl'}`];
  const agent = (lines: readonly Readonly<Record<string, unknown>>[]) =>
    lines.some((line) => line.agent === undefined) ? ['--agent', 'NAME'] : [];
  const next = [
    ...(reports === undefined ? [] : [['gavel', 'import', 'reports', reports, ...on, ...agent(mapped.reports)]]),
    ...(verdicts === undefined ? [] : [['gavel', 'import', 'verdicts', verdicts, ...on, ...agent(mapped.verdicts)]]),
    ...(battles === undefined ? [] : [['gavel', 'import', 'battles', battles, ...(tasks === undefined ? [] : ['--benchmark', benchmark])]]),
    ...(tasks !== undefined && reports === undefined && verdicts === undefined
      ? [['gavel', 'judge', 'REPORTS', ...on, '--agent', 'NAME']]
      : []),
  ];
  return text([
    `${noteText(container.kind)}, ${plural(container.rows.length, 'row')}${container.notes.map((one) => `, ${noteText(one)}`).join('')}`,
    ...(kept === undefined ? [] : [`  as with ${commandLine(planWords(kept))}`]),
    ...outcome({ ...mapped, notes }),
    `Written: ${written.map((path) => printable(path, 200)).join(', ')}`,
    'Next:',
    ...next.map((words) => `  ${commandLine(words)}`),
  ]);
}

function outcome({ tasks, reports, verdicts, battles, unscored, words, notes }: Mapped): string[] {
  const rubrics = tasks.flatMap(({ rubric = [] }) => rubric);
  const weights = rubrics.map(({ weight }) => weight);
  const below = weights.filter((weight) => weight < 0).length;
  const failed = reports.filter(({ status }) => status === 'failed').length;
  const labels = ['satisfied', 'partial', 'unsatisfied'].map(
    (label) => `${verdicts.filter((line) => line.label === label).length} ${label}`,
  );
  return [
    ...(tasks.length > 0
      ? [
          `  ${plural(tasks.length, 'task')}, ${plural(rubrics.length, 'criterion', 'criteria')}${weights.length > 0 ? `, weights ${weightsText(weights)}` : ''}${below > 0 ? `, ${below} negative` : ''}`,
        ]
      : []),
    ...(reports.length > 0
      ? [`  ${plural(reports.length, 'report')}${failed > 0 ? `, ${failed} of them without a report: failed` : ''}`]
      : []),
    ...(verdicts.length > 0 ? [`  ${plural(verdicts.length, 'verdict')}: ${labels.join(', ')}, ${unscored} unscored`] : []),
    ...(battles.length > 0 ? [`  ${plural(battles.length, 'battle')}`] : []),
    ...words.slice(0, MOST_FIELDS).map(({ word, means, count }) => `  label ${printable(word, 40)} (${count}) -> ${means}`),
    ...notes.map((note) => `  ${printable(noteText(note), 300)}`),
  ];
}

/** Each with how often it stands there, or their range where there are many. */
function weightsText(weights: readonly number[]): string {
  const counts = new Map<number, number>();
  for (const weight of weights) counts.set(weight, (counts.get(weight) ?? 0) + 1);
  const sorted = [...counts].toSorted(([a], [b]) => b - a);
  if (sorted.length <= MOST_WEIGHTS) return sorted.map(([weight, times]) => `${weight} (${times})`).join(', ');
  return `${sorted.at(-1)?.[0]} to ${sorted[0]?.[0]}`;
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
