/** A model's second opinion beside the linter's findings: asked for by options, and shown with where the two agree. */
import { printable } from '../benchmarks/files/check.ts';
import { type Finding, GUARDED, type LintRule } from '../benchmarks/lint/finding.ts';
import type { Linted } from '../benchmarks/lint/lint.ts';
import type { Opinion, Principle } from '../judge/checklist/second-opinion.ts';
import { type OpinionDeps, secondOpinions } from '../runners/second-opinions.ts';
import { Interrupted } from './exit.ts';
import { type Io, plural } from './io.ts';
import { type JudgeFlags, modelConfig } from './options/judge-options.ts';

export interface OpinionFlags extends JudgeFlags {
  readonly concurrency: number;
}

/** What asking a model takes from the process. */
export interface OpinionIo extends Pick<OpinionDeps, 'env'>, Pick<Io, 'onInterrupt'> {
  readonly stderr: (text: string) => void;
}

interface PlacedOpinion {
  readonly task: string;
  readonly criterion: string;
  readonly line: number;
  readonly principle: Principle;
  readonly problem: string;
  readonly mend: string;
  /** The linter's rule that found the same principle broken on the same criterion; null where none did. */
  readonly alsoFoundBy: LintRule | null;
}

/** As `--json` prints it. */
export interface Opinions {
  readonly model: string;
  /** On which the model gave a valid answer. */
  readonly rubrics: number;
  readonly calls: number;
  readonly tokens: number | null;
  readonly opinions: readonly PlacedOpinion[];
  readonly warningsShared: number;
  readonly warnings: number;
  readonly unscored: readonly { readonly task: string; readonly error: string }[];
}

/** Undefined where no model was named. @throws InputError for a wrong URL or key; Interrupted after Ctrl-C */
export async function askForOpinions(linted: Linted, flags: OpinionFlags, io: OpinionIo): Promise<Opinions | undefined> {
  const config = modelConfig(flags);
  if (config === undefined) return undefined;
  const tasks = linted.rows.map(({ value }) => value);
  const onNotice = (line: string) => io.stderr(`note: ${line}\n`);
  const interrupted = new AbortController();
  const stopListening = io.onInterrupt(() => interrupted.abort());
  const deps = { env: io.env, aborting: interrupted.signal, onNotice, concurrency: flags.concurrency };
  const found = await secondOpinions(tasks, config, deps).finally(stopListening);
  if (found.interrupted) throw new Interrupted('interrupted; second opinions are not stored');
  const byTask = new Map(found.tasks.map(({ task, opinions }) => [task, opinions]));
  const placed = linted.rows.flatMap(({ value: { id: task }, line }) =>
    (byTask.get(task) ?? []).map((opinion) => ({
      task,
      line,
      ...opinion,
      alsoFoundBy: linted.findings.find((finding) => same(finding, task, opinion))?.rule ?? null,
    })),
  );
  const unscored = found.tasks.flatMap(({ task, unscored: error }) => (error === undefined ? [] : [{ task, error }]));
  const warnings = linted.findings.filter(({ severity }) => severity === 'warning');
  return {
    model: found.model,
    rubrics: found.tasks.length - unscored.length,
    calls: found.calls,
    tokens: found.tokens,
    opinions: placed,
    warningsShared: warnings.filter((warning) => placed.some((opinion) => same(warning, opinion.task, opinion))).length,
    warnings: warnings.length,
    unscored,
  };
}

function same(finding: Finding, task: string, { criterion, principle }: Pick<Opinion, 'criterion' | 'principle'>): boolean {
  return finding.task === task && finding.criterion === criterion && GUARDED[finding.rule] === principle;
}

export function opinionLines(path: string, opinions: Opinions): string[] {
  const { model, rubrics, calls, tokens, unscored, warnings, warningsShared } = opinions;
  const remarks = opinions.opinions.length;
  return [
    ...opinions.opinions.map(({ task, criterion, line, principle, problem, mend, alsoFoundBy }) => {
      const words = printable(`${problem} ${mend}`, 500);
      const agreed = alsoFoundBy === null ? '' : ` (the linter too: ${alsoFoundBy})`;
      return `opinion: ${path}:${line}: ${task}/${criterion}: ${principle}: ${words}${agreed}`;
    }),
    ...unscored.map(({ task, error }) => `no opinion: ${task}: ${printable(error, 500)}`),
    `second opinion of ${printable(model, 100)}: ${remarks} on ${plural(rubrics, 'rubric')}; it shares ${warningsShared} of the linter's ${plural(warnings, 'warning')} (${plural(calls, 'call')}, ${tokens ?? 'unknown'} tokens)`,
  ];
}
