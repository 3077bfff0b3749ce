/** `gavel data`: which benchmarks there are, what is in them, fetching and checking their files. */
import { existsSync } from 'node:fs';
import Table from 'cli-table3';
import { Command } from 'commander';
import { type Benchmark, type Folders, findBenchmark, KNOWN_BENCHMARKS, resolveBenchmark } from '../../benchmarks/benchmark.ts';
import { printable } from '../../benchmarks/check.ts';
import { type Composition, type Counts, composition } from '../../benchmarks/composition.ts';
import { lintFile } from '../../benchmarks/lint.ts';
import { readManifest } from '../../benchmarks/manifest.ts';
import { InputError } from '../../judge/errors.ts';
import { type Pulled, pull, pullFrom } from '../../runners/pull.ts';
import type { Io } from '../io.ts';
import { folders } from '../options.ts';

export interface DataDeps extends Folders {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly fetch: typeof globalThis.fetch;
  /** A mirror of the host that files are pulled from (HF_ENDPOINT). */
  readonly endpoint?: string;
  /** For files behind a login (HF_TOKEN). */
  readonly token?: string;
}

interface JsonOption {
  readonly json?: boolean;
}

interface PullFlags extends JsonOption {
  readonly from?: string;
  readonly expectSha?: string;
}

const JSON_FLAG = ['--json', 'print one JSON document'] as const;

/** Actions throw InputError, and commander its CommanderError, for the program to turn into a line and an exit code. */
export function dataCommand(deps: DataDeps): Command {
  const data = new Command('data').description('benchmark files').exitOverride();
  data.configureOutput({ writeOut: deps.stdout, writeErr: deps.stderr });
  data
    .command('list')
    .description('the benchmarks known by name, and whether their files are here')
    .option(...JSON_FLAG)
    .action((flags: JsonOption) => list(deps, flags));
  data
    .command('show')
    .description('what a benchmark is made of')
    .argument('<benchmark>', 'NAME or NAME=FILE')
    .option(...JSON_FLAG)
    .action((spec: string, flags: JsonOption) => show(deps, spec, flags));
  data
    .command('pull')
    .description('fetch a benchmark that is not bundled')
    .argument('<name>', 'researchrubrics')
    .option('--from <file>', 'take a copy from this machine and download nothing')
    .option('--expect-sha <sha256>', 'with --from: refuse a file with another SHA-256')
    .option(...JSON_FLAG)
    .action((name: string, flags: PullFlags) => pullNamed(deps, name, flags));
  data
    .command('lint')
    .description('everything that is wrong with a task file')
    .argument('<benchmark>', 'NAME, NAME=FILE or FILE')
    .option(...JSON_FLAG)
    .action((target: string, flags: JsonOption) => lint(deps, target, flags));
  return data;
}

async function list(deps: DataDeps, flags: JsonOption): Promise<void> {
  const rows = await Promise.all(
    KNOWN_BENCHMARKS.map(async (known) => {
      const { path } = await findBenchmark(known.name, deps);
      const here = existsSync(path);
      const counts = here ? composition((await resolveBenchmark(known.name, deps)).tasks) : undefined;
      return { ...known, here, path, tasks: counts?.tasks ?? null, criteria: counts?.criteria ?? null };
    }),
  );
  if (flags.json) return writeJson(deps, { benchmarks: rows });
  const table = plainTable(['benchmark', 'tasks', 'criteria', 'state', 'about']);
  for (const row of rows) table.push([row.name, row.tasks ?? '', row.criteria ?? '', state(row), row.about]);
  deps.stdout(`${table.toString()}\nAny other file: NAME=FILE\n`);
}

function state(row: { readonly name: string; readonly kind: 'bundled' | 'pulled'; readonly here: boolean }): string {
  if (row.here) return row.kind;
  return row.kind === 'pulled' ? `not here: gavel data pull ${row.name}` : 'not in this installation';
}

async function show(deps: DataDeps, spec: string, flags: JsonOption): Promise<void> {
  const benchmark = await resolveBenchmark(spec, deps);
  const counts = composition(benchmark.tasks);
  const { name, version, source } = benchmark;
  if (flags.json) return writeJson(deps, { name, version, source, ...counts });
  deps.stdout(`${summary(benchmark, counts)}\n`);
  const groups: readonly [string, Counts][] = [
    ['domain', counts.byDomain],
    ['language', counts.byLanguage],
    ['track', counts.byTrack],
    ['kind', counts.byKind],
  ];
  for (const [title, group] of groups) writeCounts(deps, [title, 'tasks'], Object.entries(group));
  writeCounts(deps, ['axis', 'criteria'], Object.entries(counts.byAxis));
  writeCounts(
    deps,
    ['weight', 'criteria'],
    counts.weights.map(({ weight, criteria }) => [String(weight), criteria]),
  );
}

function summary(benchmark: Benchmark, counts: Composition): string {
  const parts = [`${counts.tasks} tasks`];
  if (counts.criteriaPerTask !== null) {
    const [fewest, most] = counts.criteriaPerTask;
    parts.push(`${counts.criteria} criteria (${fewest}-${most} a task), ${counts.negatives} of negative weight`);
  }
  const pairwise = counts.tasks - counts.withRubric;
  if (pairwise > 0) parts.push(`${pairwise} compared pairwise only`);
  return `${benchmark.name} ${benchmark.version}\n${parts.join('; ')}\n${printable(benchmark.source, 500)}`;
}

async function pullNamed(deps: DataDeps, name: string, flags: PullFlags): Promise<void> {
  const known = KNOWN_BENCHMARKS.filter((benchmark) => benchmark.kind === 'pulled').map((benchmark) => benchmark.name);
  if (!known.includes(name)) throw new InputError(`data pull: expected one of: ${known.join(', ')}; got "${printable(name, 60)}"`);
  const { from, expectSha } = flags;
  if (expectSha !== undefined && from === undefined)
    throw new InputError('--expect-sha goes with --from; a download has its pinned checksum');
  if (expectSha !== undefined && !/^[0-9a-f]{64}$/i.test(expectSha)) {
    throw new InputError(`--expect-sha: expected 64 hexadecimal digits, got "${printable(expectSha, 80)}"`);
  }
  const manifest = await readManifest(name, deps.dataDir);
  const options = { ...deps, manifest, warn: (line: string) => deps.stderr(`warning: ${line}\n`) };
  const pulled: Pulled = from === undefined ? await pull(options) : await pullFrom(from, options, expectSha);
  const { tasks } = await resolveBenchmark(name, deps);
  const counts = composition(tasks);
  if (flags.json) return writeJson(deps, { name, ...pulled, tasks: counts.tasks, criteria: counts.criteria });
  const how = pulled.already ? 'already here' : pulled.official ? 'checksum as pinned' : 'another file than the pinned one';
  deps.stdout(`${name}: ${counts.tasks} tasks, ${counts.criteria} criteria, ${how}\n${pulled.path}\n`);
}

async function lint(deps: DataDeps, target: string, flags: JsonOption): Promise<void> {
  const named = target.includes('=') || KNOWN_BENCHMARKS.some((known) => known.name === target);
  const file = named ? await findBenchmark(target, deps) : { path: target, missing: `${target}: no such file` };
  if (!existsSync(file.path)) throw new InputError(file.missing);
  const findings = await lintFile(file.path);
  if (flags.json) writeJson(deps, { file: file.path, findings });
  else deps.stdout(findings.map((finding) => `${finding.severity}: ${finding.message}\n`).join('') || `${file.path}: nothing to report\n`);
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  if (errors > 0) throw new InputError(`${file.path}: ${errors} ${errors === 1 ? 'error' : 'errors'}`);
}

function writeCounts(deps: DataDeps, head: [string, string], entries: readonly (readonly [string, number])[]): void {
  if (entries.length === 0) return;
  const table = plainTable(head);
  for (const [name, count] of entries) table.push([printable(name, 80), count]);
  deps.stdout(`${table.toString()}\n`);
}

/** Without colours, which a pipe would show as letters. */
function plainTable(head: string[]): Table.Table {
  const numbers = new Set(['tasks', 'criteria', 'weight']);
  return new Table({
    head,
    style: { head: [], border: [], compact: true },
    colAligns: head.map((name) => (numbers.has(name) ? 'right' : 'left')),
  });
}

function writeJson(deps: DataDeps, document: unknown): void {
  deps.stdout(`${JSON.stringify(document, null, 2)}\n`);
}

/** The command with what it needs from the process. HF_ENDPOINT and HF_TOKEN are the names that Hugging Face's own tools read. */
export function dataCommandFor(io: Io): Command {
  return dataCommand({
    ...folders(io),
    stdout: (text) => io.stdout.write(text),
    stderr: (text) => io.stderr.write(text),
    fetch: globalThis.fetch,
    ...(io.env.HF_ENDPOINT !== undefined && { endpoint: io.env.HF_ENDPOINT }),
    ...(io.env.HF_TOKEN !== undefined && { token: io.env.HF_TOKEN }),
  });
}
