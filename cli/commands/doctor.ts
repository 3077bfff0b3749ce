/** `gavel doctor`: is everything here? */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { findBenchmark, KNOWN_BENCHMARKS } from '../../benchmarks/benchmark.ts';
import { InputError } from '../../judge/errors.ts';
import { withStore } from '../../runners/store/store.ts';
import { Failed } from '../exit.ts';
import { type Io, plural, printJson } from '../io.ts';
import { folders, storeOption } from '../options/options.ts';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was found, or what to do. */
  readonly says: string;
}

interface Flags {
  readonly store: string;
  readonly judgeUrl?: string;
  readonly judgeKeyEnv: string;
  readonly json?: boolean;
}

/** Long enough for a far endpoint, short enough for a person. */
const ENDPOINT_TIMEOUT_MS = 10_000;

export function doctorCommand(io: Io): Command {
  return new Command('doctor')
    .description('Check that everything is here: versions, native modules, benchmark files, key, endpoint, store.')
    .option('--judge-url <url>', 'endpoint to ask for its models')
    .option('--judge-key-env <name>', 'environment variable that holds the key', 'OPENAI_API_KEY')
    .option('--json', 'print one JSON document')
    .addOption(storeOption())
    .action(async (flags: Flags) => {
      const checks = [
        node(),
        await sqlite(),
        await charts(),
        ...(await benchmarks(io)),
        key(io, flags),
        ...(await endpoint(io, flags)),
        ...(await store(io, flags)),
      ];
      if (flags.json === true) printJson(io, { checks });
      else for (const check of checks) io.stdout.write(`${check.ok ? 'ok  ' : 'FAIL'}  ${check.name.padEnd(16)} ${check.says}\n`);
      const failed = checks.filter((check) => !check.ok).length;
      if (failed > 0) throw new Failed(`${plural(failed, 'check')} failed`);
    });
}

function node(): Check {
  const [major = '0'] = process.versions.node.split('.');
  return { name: 'node', ok: Number(major) >= 20, says: `${process.versions.node} (20 or newer is needed)` };
}

async function sqlite(): Promise<Check> {
  return attempt('sqlite', async () => {
    const { sqliteVersion } = await import('../../runners/store/sqlite.ts');
    return sqliteVersion();
  });
}

async function charts(): Promise<Check> {
  return attempt('charts', async () => {
    const { fontFiles } = await import('../../reports/charts/fonts.ts');
    await import('../../reports/charts/png.ts');
    const missing = fontFiles().filter((file) => !existsSync(file.path));
    if (missing.length > 0) throw new Error(`fonts are missing: ${missing.map((file) => file.path).join(', ')}`);
    return 'Chart.js, canvas and fonts are there';
  });
}

async function benchmarks(io: Io): Promise<Check[]> {
  return Promise.all(
    KNOWN_BENCHMARKS.map(async ({ name, kind }) => {
      const { path } = await findBenchmark(name, folders(io));
      const here = existsSync(path);
      // What is pulled on demand is no fault while it is not there.
      return {
        name,
        ok: here || kind === 'pulled',
        says: here ? 'here' : kind === 'pulled' ? `not pulled yet: gavel data pull ${name}` : `${path} is missing`,
      };
    }),
  );
}

function key(io: Io, { judgeKeyEnv }: Flags): Check {
  const set = (io.env[judgeKeyEnv] ?? '') !== '';
  return {
    name: 'key',
    ok: true,
    says: set ? `${judgeKeyEnv} is set` : `${judgeKeyEnv} is not set: needed by endpoints that ask for a key`,
  };
}

async function endpoint(io: Io, { judgeUrl, judgeKeyEnv }: Flags): Promise<Check[]> {
  if (judgeUrl === undefined) return [];
  if (!URL.canParse(judgeUrl)) throw new InputError(`--judge-url should look like https://host/v1, got "${judgeUrl}"`);
  const token = io.env[judgeKeyEnv];
  const check = attempt('endpoint', async () => {
    const address = `${judgeUrl.replace(/\/$/, '')}/models`;
    const response = await fetch(address, {
      signal: AbortSignal.timeout(ENDPOINT_TIMEOUT_MS),
      ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
    }).catch((error: unknown) => {
      throw new Error(`cannot reach ${address} (${reasonOf(error)}): is the server running, and is --judge-url right?`);
    });
    if (!response.ok) throw new Error(`${judgeUrl} answered ${response.status}`);
    const { data } = (await response.json()) as { data?: { id?: unknown }[] };
    const names = (data ?? []).map((model) => String(model.id));
    return `${names.length} models, such as ${names.slice(0, 3).join(', ')}`;
  });
  return [await check];
}

/** `fetch` itself says only that it failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${ENDPOINT_TIMEOUT_MS / 1000} s`;
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return 'code' in cause ? String(cause.code) : cause.message;
}

async function store(io: Io, flags: Flags): Promise<Check[]> {
  const path = resolve(io.cwd, flags.store);
  if (!existsSync(path)) return [{ name: 'store', ok: true, says: `${flags.store} is not there yet; the first run makes it` }];
  const check = attempt('store', () =>
    withStore(path, { mode: 'read' }, (open) => {
      const said = open.damage();
      if (said !== undefined) throw new Error(`${flags.store} is damaged: ${said}`);
      return `${flags.store} is sound`;
    }),
  );
  return [await check];
}

async function attempt(name: string, look: () => Promise<string>): Promise<Check> {
  try {
    return { name, ok: true, says: await look() };
  } catch (error) {
    return { name, ok: false, says: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}
