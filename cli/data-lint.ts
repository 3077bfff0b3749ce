/** What `gavel data lint` prints, and how it ends. */
import { existsSync } from 'node:fs';
import { findBenchmark } from '../benchmarks/benchmark.ts';
import { printable } from '../benchmarks/files/check.ts';
import { atLeast, type Finding, type Severity } from '../benchmarks/lint/finding.ts';
import { type Linted, lintFile } from '../benchmarks/lint/lint.ts';
import { SOURCES } from '../benchmarks/sources/sources.ts';
import { InputError } from '../judge/errors.ts';
import { type DataOutput, type JsonOption, writeJson } from './data-output.ts';
import { Failed } from './exit.ts';
import { plural } from './io.ts';
import { askForOpinions, type OpinionFlags, type OpinionIo, type Opinions, opinionLines } from './lint-opinions.ts';

export interface LintFlags extends JsonOption, OpinionFlags {
  readonly severity: Severity;
  readonly strict?: boolean;
}

/** @throws InputError when the file has errors; Failed for warnings where `strict` was asked for, and where a model gave no opinion. */
export async function lint(deps: DataOutput & OpinionIo, target: string, flags: LintFlags): Promise<void> {
  const named = target.includes('=') || SOURCES.some(({ name }) => name === target);
  const file = named ? findBenchmark(target, deps) : { path: target, missing: `${target}: no such file` };
  if (!existsSync(file.path)) throw new InputError(file.missing);
  const linted = await lintFile(file.path, new Date().toISOString());
  const errors = countOf(linted.findings, 'error');
  const opinions = errors === 0 ? await askForOpinions(linted, flags, deps) : undefined;
  if (flags.json) writeJson(deps, documentOf(file.path, linted, flags, opinions));
  else for (const line of linesOf(file.path, linted, flags, opinions)) deps.stdout(`${line}\n`);
  if (errors > 0) throw new InputError(`${file.path}: ${plural(errors, 'error')}`);
  if (opinions !== undefined && opinions.unscored.length > 0)
    throw new Failed(`${opinions.model} gave no opinion on ${plural(opinions.unscored.length, 'rubric')}`);
  const warnings = countOf(linted.findings, 'warning');
  if (flags.strict && warnings > 0) throw new Failed(`${file.path}: ${plural(warnings, 'warning')}`);
}

function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

function documentOf(path: string, { findings }: Linted, flags: LintFlags, opinions: Opinions | undefined): unknown {
  return {
    file: path,
    errors: countOf(findings, 'error'),
    warnings: countOf(findings, 'warning'),
    infos: countOf(findings, 'info'),
    findings: shown(findings, flags),
    ...(opinions !== undefined && { secondOpinion: opinions }),
  };
}

function shown(findings: readonly Finding[], { severity }: LintFlags): Finding[] {
  return findings.filter((finding) => atLeast(finding.severity, severity));
}

function linesOf(path: string, { findings }: Linted, flags: LintFlags, opinions: Opinions | undefined): string[] {
  const listed = shown(findings, flags);
  const hidden = findings.length - listed.length;
  const more = hidden === 0 ? '' : `; ${hidden} not shown: --severity info`;
  const counts = `${plural(countOf(findings, 'error'), 'error')}, ${plural(countOf(findings, 'warning'), 'warning')}`;
  return [
    ...listed.map((finding) => findingLine(path, finding)),
    `${path}: ${findings.length === 0 ? 'nothing to report' : counts + more}`,
    ...(opinions === undefined ? [] : opinionLines(path, opinions)),
  ];
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
