/** `gavel doctor`: is everything here? */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { findBenchmark } from '../../benchmarks/benchmark.ts';
import { SOURCES } from '../../benchmarks/sources/sources.ts';
import { databaseVersion, modelsAt, storeDamage } from '../../runners/doctor.ts';
import { Failed } from '../exit.ts';
import { type Io, plural, printJson } from '../io.ts';
import { addJudgeOptions, endpointConfig, type JudgeFlags } from '../options/judge-options.ts';
import { folders, storeOption } from '../options/options.ts';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was found, or what to do. */
  readonly says: string;
}

interface Flags extends JudgeFlags {
  readonly store: string;
  readonly json?: boolean;
}

export function doctorCommand(io: Io): Command {
  const command = new Command('doctor').description(
    'Check that everything is here: versions, native modules, benchmark files, key, endpoint, store.',
  );
  return addJudgeOptions(command, 'endpoint')
    .option('--json', 'print one JSON document')
    .addOption(storeOption())
    .action(async (flags: Flags) => {
      const checks = [
        node(),
        await attempt('sqlite', databaseVersion),
        await charts(),
        ...(await benchmarks(io)),
        ...(await endpoint(io, flags)),
        await store(io, flags),
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

async function charts(): Promise<Check> {
  return attempt('charts', async () => {
    const { missingFonts } = await import('../../reports/check-charts.ts');
    const missing = await missingFonts();
    if (missing.length > 0) throw new Error(`fonts are missing: ${missing.join(', ')}`);
    return 'Chart.js, canvas and fonts are there';
  });
}

function benchmarks(io: Io): Check[] {
  return SOURCES.map(({ name, file }) => {
    const { path } = findBenchmark(name, folders(io));
    const here = existsSync(path);
    // What is pulled on demand is no fault while it is not there.
    const pulled = file !== 'bundled';
    return {
      name,
      ok: here || pulled,
      says: here ? 'here' : pulled ? `not pulled yet: gavel data pull ${name}` : `${path} is missing`,
    };
  });
}

async function endpoint(io: Io, flags: Flags): Promise<Check[]> {
  const config = endpointConfig(flags);
  const key: Check = {
    name: 'key',
    ok: true,
    says: `${config.apiKeyEnv} ${io.env[config.apiKeyEnv]?.trim() ? 'is set' : 'is not set: needed by endpoints that ask for a key'}`,
  };
  if (config.url === undefined && flags.judgeModel === undefined) return [key];
  const listed = await attempt('endpoint', async () => {
    const { where, names } = await modelsAt(config, io.env);
    if (flags.judgeModel !== undefined && !names.includes(flags.judgeModel))
      throw new Error(`${where} does not name the model "${flags.judgeModel}"; it names ${names.slice(0, 5).join(', ') || 'none'}`);
    return `${where}: ${plural(names.length, 'model')}, such as ${names.slice(0, 3).join(', ')}`;
  });
  return [key, listed];
}

function store(io: Io, flags: Flags): Promise<Check> {
  const path = resolve(io.cwd, flags.store);
  return attempt('store', async () => {
    if (!existsSync(path)) return `${flags.store} is not there yet; the first run makes it`;
    const damage = await storeDamage(path);
    if (damage !== undefined) throw new Error(`${flags.store} is damaged: ${damage}`);
    return `${flags.store} is sound`;
  });
}

async function attempt(name: string, look: () => Promise<string>): Promise<Check> {
  try {
    return { name, ok: true, says: await look() };
  } catch (error) {
    return { name, ok: false, says: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}
