/** `gavel doctor`: is everything here? */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { findBenchmark } from '../../benchmarks/benchmark.ts';
import { printable } from '../../benchmarks/files/check.ts';
import { SOURCES } from '../../benchmarks/sources/sources.ts';
import { databaseVersion, modelsAt, storeDamage } from '../../runners/doctor.ts';
import type { ModelConfig } from '../../runners/judges/model.ts';
import { type JudgeTried, TRIAL, tryJudge } from '../../runners/try-judge.ts';
import { type Check, judgeChecks } from '../doctor-checks.ts';
import { Failed } from '../exit.ts';
import { type Io, note, plural, printJson } from '../io.ts';
import { addJudgeOptions, endpointConfig, type JudgeFlags, modelConfig } from '../options/judge-options.ts';
import { folders, storeOption } from '../options/options.ts';

interface Flags extends JudgeFlags {
  readonly store: string;
  readonly json?: boolean;
}

/** Of an endpoint, and of a judge that was tried there. */
interface Found {
  readonly checks: readonly Check[];
  readonly tried?: JudgeTried;
}

export function doctorCommand(io: Io): Command {
  const command = new Command('doctor').description(
    'Check that everything is here: versions, native modules, benchmark files, key, endpoint, store.',
  );
  return addJudgeOptions(command, 'endpoint')
    .option('--json', 'print one JSON document')
    .addOption(storeOption())
    .action(async (flags: Flags) => {
      const { checks: found, tried } = await endpoint(io, flags);
      const checks = [
        node(),
        await attempt('sqlite', databaseVersion),
        await charts(),
        ...(await benchmarks(io)),
        ...found,
        await store(io, flags),
      ];
      if (flags.json === true) printJson(io, { checks, ...(tried !== undefined && { judge: tried }) });
      else
        for (const check of checks)
          io.stdout.write(`${check.ok ? (check.warns ? 'warn' : 'ok  ') : 'FAIL'}  ${check.name.padEnd(16)} ${check.says}\n`);
      const bad = checks.filter((check) => !check.ok).length;
      if (bad > 0) throw new Failed(`${plural(bad, 'check')} failed`);
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

async function endpoint(io: Io, flags: Flags): Promise<Found> {
  const config = endpointConfig(flags);
  const key: Check = {
    name: 'key',
    ok: true,
    says: `${config.apiKeyEnv} ${io.env[config.apiKeyEnv]?.trim() ? 'is set' : 'is not set: needed by endpoints that ask for a key'}`,
  };
  const model = flags.judgeModel === undefined ? undefined : modelConfig(flags);
  if (model !== undefined) return judge(io, model, key);
  if (config.url === undefined) return { checks: [key] };
  const listed = attempt('endpoint', async () => {
    const { where, names } = await modelsAt(config, io.env);
    return `${where}: ${plural(names.length, 'model')}, such as ${names.slice(0, 3).join(', ')}; --judge-model NAME tries one`;
  });
  return { checks: [key, await listed] };
}

/** One judge, tried on what is bundled. */
async function judge(io: Io, config: ModelConfig, key: Check): Promise<Found> {
  note(io, `asks "${config.model}" about bundled reports: at most ${TRIAL.calls} calls and ${TRIAL.seconds} s`);
  const clock = () => performance.now() / 1000;
  const today = new Date().toISOString().slice(0, 10);
  try {
    const tried = await tryJudge(config, { env: io.env, onNotice: (line) => note(io, `note: ${line}`), clock, today });
    return { checks: [key, ...judgeChecks(tried)], tried };
  } catch (error) {
    return { checks: [key, failed('judge', error)] };
  }
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
    return failed(name, error);
  }
}

function failed(name: string, error: unknown): Check {
  return { name, ok: false, says: printable(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error), 500) };
}
