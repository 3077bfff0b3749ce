/** Finding: one thing that the linter says about a task file, with its rule and severity. */
import type { Criterion } from '../../judge/checklist/rubric.ts';
import type { Principle } from '../../judge/checklist/second-opinion.ts';
import type { Task } from '../task.ts';

/** An error keeps the file from being used; a warning is likely to cost agreement between judges; an info is worth a look. */
export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Of these `compound` to `silent` guard one principle of a good criterion each; the others are about a file, a rubric or a task as a whole. */
export type LintRule =
  | 'schema'
  | 'layout'
  | 'compound'
  | 'vague'
  | 'unverifiable'
  | 'overlap'
  | 'sign'
  | 'off-topic'
  | 'silent'
  | 'language'
  | 'shape'
  | 'share'
  | 'expired';

/** What a rule guards; a model's second opinion is given by principle. */
export const GUARDED: Readonly<Partial<Record<LintRule, Principle>>> = {
  compound: 'atomic',
  vague: 'unambiguous',
  unverifiable: 'verifiable',
  overlap: 'independent',
  sign: 'aligned',
  'off-topic': 'aligned',
  silent: 'aligned',
};

export interface Finding {
  readonly severity: Severity;
  readonly rule: LintRule;
  readonly task?: string;
  readonly criterion?: string;
  /** From 1; the line of the task. Absent where the file as a whole is meant. */
  readonly line?: number;
  /** What is wrong and how to mend it. A schema problem's opens with file and line. */
  readonly message: string;
}

/** A finding on one criterion, before it is known where it stands. */
export type Note = Pick<Finding, 'severity' | 'rule' | 'message'>;

/** Looks at the criteria of a task, one by one; what it needs of all of them it reads once. */
export type Check = (task: Task) => (criterion: Criterion) => readonly Note[];

export function atLeast(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);
}
