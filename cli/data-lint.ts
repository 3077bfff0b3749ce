/** What `gavel data lint` prints, and how it ends. */
import { existsSync } from 'node:fs';
import { findBenchmark, KNOWN_BENCHMARKS } from '../benchmarks/benchmark.ts';
import { printable } from '../benchmarks/check.ts';
import { atLeast, type Finding, type Severity } from '../benchmarks/lint/finding.ts';
import { lintFile } from '../benchmarks/lint.ts';
import { InputError } from '../judge/errors.ts';
import { type DataOutput, type JsonOption, writeJson } from './data-output.ts';
import { Failed } from './exit.ts';

export interface LintFlags extends JsonOption {
  readonly severity: Severity;
  readonly strict?: boolean;
}

/** @throws InputError when the file has errors; Failed for warnings where `strict` was asked for. */
export async function lint(deps: DataOutput, target: string, flags: LintFlags): Promise<void> {
  const named = target.includes('=') || KNOWN_BENCHMARKS.some((known) => known.name === target);
  const file = named ? await findBenchmark(target, deps) : { path: target, missing: `${target}: no such file` };
  if (!existsSync(file.path)) throw new InputError(file.missing);
  const findings = await lintFile(file.path);
  const shown = findings.filter((finding) => atLeast(finding.severity, flags.severity));
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings, infos] = [count('error'), count('warning'), count('info')];
  if (flags.json) writeJson(deps, { file: file.path, errors, warnings, infos, findings: shown });
  else {
    for (const finding of shown) deps.stdout(`${findingLine(file.path, finding)}\n`);
    const hidden = findings.length - shown.length;
    const more = hidden === 0 ? '' : `; ${hidden} not shown: --severity info`;
    deps.stdout(
      findings.length === 0
        ? `${file.path}: nothing to report\n`
        : `${file.path}: ${plural(errors, 'error')}, ${plural(warnings, 'warning')}${more}\n`,
    );
  }
  if (errors > 0) throw new InputError(`${file.path}: ${plural(errors, 'error')}`);
  if (flags.strict && warnings > 0) throw new Failed(`${file.path}: ${plural(warnings, 'warning')}`);
}

/** `warning: tasks.jsonl:12: law-05/c03: compound: …`; a schema problem says its place itself. */
function findingLine(path: string, { severity, rule, task, criterion, line, message }: Finding): string {
  if (rule === 'schema') return `${severity}: ${message}`;
  const place = [
    line === undefined ? path : `${path}:${line}`,
    ...(task === undefined ? [] : [criterion === undefined ? task : `${task}/${criterion}`]),
  ];
  return `${severity}: ${[...place, rule, printable(message, 500)].join(': ')}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
