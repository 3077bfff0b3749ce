/** What `gavel data show` prints and writes. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Benchmark, resolveBenchmark } from '../benchmarks/benchmark.ts';
import { type Composition, composition, countTag, type GroupComposition, groupComposition } from '../benchmarks/composition.ts';
import { printable } from '../benchmarks/files/check.ts';
import { isExpired } from '../benchmarks/task.ts';
import { tasksPage } from '../reports/web/tasks-page.ts';
import type { Language } from '../reports/words/i18n.ts';
import { type DataOutput, type JsonOption, plainTable, writeJson } from './data-output.ts';

export interface ShowFlags extends JsonOption {
  readonly html?: string;
  readonly language?: Language;
}

export async function show(deps: DataOutput, spec: string, flags: ShowFlags): Promise<void> {
  const benchmark = await resolveBenchmark(spec, deps);
  const { name, version, source, tasks } = benchmark;
  const [counts, groups] = [composition(tasks), groupComposition(tasks)];
  const byTimeSensitivity = countTag(tasks, 'timeSensitivity');
  const language = flags.language ?? ((counts.byLanguage.zh ?? 0) * 2 > tasks.length ? 'zh' : 'en');
  if (flags.html !== undefined) writeFileSync(resolve(deps.cwd, flags.html), tasksPage(benchmark, { language }));
  const today = new Date().toISOString();
  const expired = tasks.flatMap((task) => (isExpired(task, today) ? [task.id] : []));
  if (flags.json)
    return writeJson(deps, { name, version, source, ...counts, fatal: fatalCount(groups), byTimeSensitivity, expired, groups });
  deps.stdout(`${summary(benchmark, counts, fatalCount(groups))}\n`);
  writeGroups(deps, groups);
  writeCounts(deps, ['language', 'tasks'], Object.entries(counts.byLanguage));
  writeCounts(deps, ['kind', 'tasks'], Object.entries(counts.byKind));
  writeCounts(deps, ['time sensitivity', 'tasks'], Object.entries(byTimeSensitivity));
  writeCounts(deps, ['axis', 'criteria'], Object.entries(counts.byAxis));
  const weights = counts.weights.map(({ weight, criteria }) => [String(weight), criteria] as const);
  writeCounts(deps, ['weight', 'criteria'], weights);
  if (expired.length > 0) deps.stdout(`rubric too old to judge by (validUntil): ${printable(expired.join(', '), 500)}\n`);
  if (flags.html !== undefined) deps.stdout(`page: ${printable(flags.html, 500)}\n`);
}

function summary(benchmark: Benchmark, counts: Composition, fatal: number): string {
  const parts = [`${counts.tasks} tasks`];
  if (counts.criteriaPerTask !== null) {
    const [fewest, most] = counts.criteriaPerTask;
    const flaws = `${counts.negatives} of negative weight${fatal > 0 ? `, ${fatal} of these fatal` : ''}`;
    parts.push(`${counts.criteria} criteria (${fewest}-${most} a task), ${flaws}`);
  }
  const pairwise = counts.tasks - counts.withRubric;
  if (pairwise > 0) parts.push(`${pairwise} compared pairwise only`);
  return `${benchmark.name} ${benchmark.version}\n${parts.join('; ')}\n${printable(benchmark.source, 500)}`;
}

function fatalCount(groups: readonly GroupComposition[]): number {
  return groups.reduce((sum, group) => sum + group.fatal, 0);
}

function writeGroups(deps: DataOutput, groups: readonly GroupComposition[]): void {
  const tracks = groups.some((group) => group.track !== null);
  const [byCode, shares] = [groups.some(({ checks }) => checks > 0), groups.some(({ fromQuery }) => fromQuery !== null)];
  const head = ['domain', ...(tracks ? ['track'] : []), 'tasks', 'with rubric', 'criteria', 'negative', 'fatal'];
  const table = plainTable([...head, ...(byCode ? ['by code'] : []), ...(shares ? ['from the query (most)'] : [])]);
  for (const { domain, track, tasks, withRubric, criteria, negatives, fatal, checks, fromQuery } of groups) {
    const names = [domain, ...(tracks ? [track ?? ''] : [])].map((name) => printable(name, 60));
    const share = fromQuery === null ? '' : `${percent(fromQuery.mean)} (${percent(fromQuery.most)})`;
    table.push([...names, tasks, withRubric, criteria, negatives, fatal, ...(byCode ? [checks] : []), ...(shares ? [share] : [])]);
  }
  deps.stdout(`${table.toString()}\n`);
}

function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}

function writeCounts(deps: DataOutput, head: [string, string], entries: readonly (readonly [string, number])[]): void {
  if (entries.length === 0) return;
  const table = plainTable(head);
  for (const [name, count] of entries) table.push([printable(name, 80), count]);
  deps.stdout(`${table.toString()}\n`);
}
