/** `gavel data`: which benchmarks there are, what is in them, fetching and checking their files. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { findBenchmark, resolveBenchmark } from '../../benchmarks/benchmark.ts';
import { composition } from '../../benchmarks/composition.ts';
import { printable } from '../../benchmarks/files/check.ts';
import { SEVERITIES, type Severity } from '../../benchmarks/lint/finding.ts';
import { SOURCES } from '../../benchmarks/sources/sources.ts';
import { InputError } from '../../judge/errors.ts';
import { LANGUAGES } from '../../reports/words/i18n.ts';
import { type Pulled, pull, pullFrom } from '../../runners/pull.ts';
import { sealFile } from '../../runners/seal-file.ts';
import { type ItemFlags, items } from '../data-items.ts';
import { type LintFlags, lint } from '../data-lint.ts';
import { type DataOutput, type JsonOption, plainTable, writeJson } from '../data-output.ts';
import { type ShowFlags, show } from '../data-show.ts';
import type { Io } from '../io.ts';
import type { OpinionIo } from '../lint-opinions.ts';
import { addJudgeOptions } from '../options/judge-options.ts';
import { folders, scaleOption, storeOption, wholeNumber } from '../options/options.ts';
import { dataMapCommand } from './data-map.ts';

export interface DataDeps extends DataOutput, OpinionIo {
  /** In place of the network. */
  readonly fetch?: typeof globalThis.fetch;
  /** A mirror of the host that files are pulled from (HF_ENDPOINT). */
  readonly endpoint?: string;
  /** For files behind a login (HF_TOKEN). */
  readonly token?: string;
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
    .option('--html <file>', 'write a page of the tasks by domain, with their rubrics')
    .addOption(new Option('--language <code>', 'in which the page opens (default: that of most tasks)').choices(LANGUAGES))
    .option(...JSON_FLAG)
    .action((spec: string, flags: ShowFlags) => show(deps, spec, flags));
  data
    .command('pull')
    .description('fetch a benchmark that is not bundled')
    .argument('<name>', SOURCES.flatMap(({ name, file }) => (file === 'bundled' ? [] : [name])).join(', '))
    .option('--from <file>', 'take a copy from this machine and download nothing')
    .option('--expect-sha <sha256>', 'with --from: refuse a file with another SHA-256')
    .option(...JSON_FLAG)
    .action((name: string, flags: PullFlags) => pullNamed(deps, name, flags));
  data.addCommand(dataMapCommand(deps));
  data
    .command('items')
    .description('of each criterion: how hard it is, whether it tells good reports from bad ones, and whether another says the same')
    .argument('[sweep]', 'only what this sweep planned')
    .option('--benchmark <name>', 'only this benchmark')
    .option('--judge <name>', "whose verdicts (default: the leaderboard's)")
    .addOption(scaleOption())
    .option('--json', 'print one JSON document: an object for one benchmark, a list of them for several')
    .addOption(storeOption())
    .action((sweep: string | undefined, flags: ItemFlags) => items(deps, sweep, flags));
  data
    .command('seal')
    .description('encrypts a task file of your own; every command opens it where the key is in the environment')
    .argument('<file>', 'JSON lines of tasks')
    .requiredOption('--key-env <name>', 'the environment variable that holds the key (16 characters or more)')
    .option('--out <file>', 'where it goes (default: FILE.sealed)')
    .action((file: string, flags: SealFlags) => sealed(deps, file, flags));
  const lintCommand = data
    .command('lint')
    .description(
      'everything that is wrong with a task file, and with the criteria in it; --judge-model adds a second opinion, one call a rubric',
    )
    .argument('<benchmark>', 'NAME, NAME=FILE or FILE')
    .addOption(new Option('--severity <least>', 'what to show').choices(SEVERITIES).default('warning' satisfies Severity))
    .option('--strict', 'exit with 1 on a warning, too');
  addJudgeOptions(lintCommand, 'endpoint')
    .option('--concurrency <n>', 'calls to it at once', wholeNumber(1), 8)
    .option(...JSON_FLAG)
    .action((target: string, flags: LintFlags) => lint(deps, target, flags));
  return data;
}

interface SealFlags {
  readonly keyEnv: string;
  readonly out?: string;
}

async function sealed(deps: DataDeps, file: string, { keyEnv, out = `${file}.sealed` }: SealFlags): Promise<void> {
  if (!/^[A-Za-z_]\w{0,99}$/.test(keyEnv))
    throw new InputError(`--key-env: expected the name of an environment variable, got "${printable(keyEnv, 60)}"`);
  const [path, target] = [resolve(deps.cwd, file), resolve(deps.cwd, out)];
  const tasks = await sealFile({ path, keyEnv, out: target, env: deps.env });
  deps.stdout(`${printable(out, 500)}: ${tasks} tasks, sealed with ${keyEnv}; use it as --benchmark NAME=${printable(out, 500)}\n`);
  deps.stderr(`note: ${printable(file, 500)} is still there, in the open; a store that runs these tasks holds their words, too\n`);
}

async function list(deps: DataDeps, flags: JsonOption): Promise<void> {
  const rows = await Promise.all(
    SOURCES.map(async ({ name, file, about }) => {
      const { path } = findBenchmark(name, deps);
      const here = existsSync(path);
      const counts = here ? composition((await resolveBenchmark(name, deps)).tasks) : undefined;
      return {
        name,
        kind: file === 'bundled' ? ('bundled' as const) : ('pulled' as const),
        about,
        here,
        path,
        tasks: counts?.tasks ?? null,
        criteria: counts?.criteria ?? null,
      };
    }),
  );
  if (flags.json) return writeJson(deps, { benchmarks: rows });
  const head = ['benchmark', 'tasks', 'criteria', 'state', 'about'];
  const cells = rows.map((row) => [row.name, String(row.tasks ?? ''), String(row.criteria ?? ''), state(row), row.about]);
  const table = plainTable(head, lastColumn(deps.columns, head, cells));
  table.push(...cells);
  const missing = rows
    .filter(({ here, kind }) => !here && kind === 'pulled')
    .map(({ name }) => `To fetch ${name}: gavel data pull ${name}\n`);
  deps.stdout(`${table.toString()}\n${missing.join('')}Any other file: NAME=FILE\n`);
}

/** The width that is left for the last column, if it needs more. Words are not cut below 16 cells. */
function lastColumn(columns: number | undefined, head: readonly string[], rows: readonly (readonly string[])[]): number | undefined {
  if (columns === undefined) return undefined;
  const widths = head.map((name, i) => 2 + Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const left = columns - head.length - 1 - widths.slice(0, -1).reduce((sum, width) => sum + width, 0);
  return left >= (widths.at(-1) ?? 0) ? undefined : Math.max(left, 18);
}

function state(row: { readonly kind: 'bundled' | 'pulled'; readonly here: boolean }): string {
  if (row.here) return row.kind;
  return row.kind === 'pulled' ? 'not here' : 'not in this installation';
}

async function pullNamed(deps: DataDeps, name: string, flags: PullFlags): Promise<void> {
  const known = SOURCES.flatMap((source) => (source.file === 'bundled' ? [] : [{ name: source.name, pinned: source.file }]));
  const source = known.find((each) => each.name === name);
  if (source === undefined)
    throw new InputError(`data pull: expected one of: ${known.map((each) => each.name).join(', ')}; got "${printable(name, 60)}"`);
  const { from, expectSha } = flags;
  if (expectSha !== undefined && from === undefined)
    throw new InputError('--expect-sha goes with --from; a download has its pinned checksum');
  if (expectSha !== undefined && !/^[0-9a-f]{64}$/i.test(expectSha)) {
    throw new InputError(`--expect-sha: expected 64 hexadecimal digits, got "${printable(expectSha, 80)}"`);
  }
  const options = { ...deps, ...source, warn: (line: string) => deps.stderr(`warning: ${line}\n`) };
  const pulled: Pulled = from === undefined ? await pull(options) : await pullFrom(from, options, expectSha);
  const { tasks } = await resolveBenchmark(name, deps);
  const counts = composition(tasks);
  if (flags.json) return writeJson(deps, { name, ...pulled, tasks: counts.tasks, criteria: counts.criteria });
  const how = pulled.already ? 'already here' : pulled.official ? 'checksum as pinned' : 'another file than the pinned one';
  deps.stdout(`${name}: ${counts.tasks} tasks, ${counts.criteria} criteria, ${how}\n${pulled.path}\n`);
}

/** The command with what it needs from the process. HF_ENDPOINT and HF_TOKEN are the names that Hugging Face's own tools read. */
export function dataCommandFor(io: Io): Command {
  return dataCommand({
    ...folders(io),
    cwd: io.cwd,
    stdout: (text) => io.stdout.write(text),
    columns: io.stdout.columns,
    stderr: (text) => io.stderr.write(text),
    env: io.env,
    onInterrupt: io.onInterrupt,
    ...(io.env.HF_ENDPOINT !== undefined && { endpoint: io.env.HF_ENDPOINT }),
    ...(io.env.HF_TOKEN !== undefined && { token: io.env.HF_TOKEN }),
  });
}
