/** CriteriaOn: what a judge said of every criterion on every agent's reports, as short as a filter needs it. */
import { points, type Scale } from '../../judge/checklist/reward.ts';
import type { Label } from '../../judge/checklist/verdict.ts';
import type { Language } from '../words/translate.ts';
import { type Filter, type Known, passes, type Test } from './filter.ts';

export interface CriteriaOn {
  /** By the id of the task. */
  readonly tasks: Readonly<Record<string, TaskCriteria>>;
  /** Of axes. */
  readonly names: Named;
}

type Named = Readonly<Record<string, Readonly<Record<Language, string>>>>;

export interface TaskCriteria {
  readonly criteria: readonly { readonly id: string; readonly weight: number; readonly axis: string | null }[];
  /** By agent, one a criterion, in their order; null where nothing was said of it. */
  readonly marks: Readonly<Record<string, readonly (Mark | null)[]>>;
}

/** Of all attempts and trials: the labels by their first letters, the lowest confidence, and flags. */
export type Mark = readonly [labels: string, confidence: number | null, flags: number];

/** What a flag of a mark is worth; they add up. */
export const FLAGS_OF_MARK = { split: 1, unverified: 2, disputed: 4 } as const;

const LETTERS: Readonly<Record<string, Label>> = { s: 'satisfied', p: 'partial', u: 'unsatisfied' };

export function markOf(labels: readonly Label[], confidence: number | null, flags: number): Mark {
  return [labels.map((label) => label[0]).join(''), confidence, flags];
}

/** Fields of criteria; the others are of tasks, agents and cells. */
const FIELDS: readonly string[] = ['axis', 'label', 'weight', 'lost', 'confidence', 'split', 'unverified', 'disputed'];

export function criterionTests({ tests }: Filter): Test[] {
  return tests.map(({ test }) => test).filter(({ field }) => FIELDS.includes(field));
}

/** Of those, fields that are known of what was said alone. */
const SAID: readonly string[] = ['label', 'confidence', 'split', 'unverified', 'disputed'];

/** Whether what was said of criteria has to be read for it. */
export function asksWhatWasSaid(filter: Filter): boolean {
  return criterionTests(filter).some(({ field }) => SAID.includes(field));
}

/** What is typed of them alone, for a page of criteria. */
export function criterionText({ tests }: Filter): string {
  return tests.flatMap(({ text, test }) => (FIELDS.includes(test.field) ? [text] : [])).join(' ');
}

/** A name in every language, so that a reader can type the one that is shown. */
export function inAnyLanguage(name: string | null, names: Named): string[] {
  if (name === null) return [];
  return [name, ...(Object.hasOwn(names, name) ? Object.values(names[name] ?? {}) : [])];
}

export function labelsOf([letters]: Mark): Label[] {
  return [...letters].flatMap((letter) => LETTERS[letter] ?? []);
}

/** In units of weight, as a report's page has it; null where nothing was said. */
export function lostOn(weight: number, labels: readonly Label[], scale: Scale): number | null {
  if (labels.length === 0) return null;
  const mean = labels.reduce((sum, label) => sum + points(label, weight, scale), 0) / labels.length;
  return Math.abs(weight) * (weight > 0 ? 1 - mean : mean);
}

/** @param marks of one agent, or of two that are looked at together */
export function knownOf(
  { weight, axis }: { readonly weight: number; readonly axis: string | null },
  marks: readonly (Mark | null | undefined)[],
  lost: number | null,
  names: Named,
): Known {
  const there = marks.filter((mark) => mark != null);
  const sure = there.flatMap(([, confidence]) => confidence ?? []);
  const has = (flag: number) => there.some(([, , flags]) => (flags & flag) > 0);
  return {
    texts: { axis: inAnyLanguage(axis, names), label: there.flatMap(labelsOf) },
    numbers: { weight, lost, confidence: sure.length === 0 ? null : Math.min(...sure) },
    flags: {
      split: has(FLAGS_OF_MARK.split),
      unverified: has(FLAGS_OF_MARK.unverified),
      disputed: has(FLAGS_OF_MARK.disputed),
    },
  };
}

/** How many criteria of an agent's reports on a task pass, and what they cost; undefined where nothing is known of them. */
export function passingOn(
  { tasks, names }: CriteriaOn,
  { task, agent, tests, scale }: { readonly task: string; readonly agent: string; readonly tests: readonly Test[]; readonly scale: Scale },
): { readonly n: number; readonly lost: number } | undefined {
  const on = Object.hasOwn(tasks, task) ? tasks[task] : undefined;
  const marks = on !== undefined && Object.hasOwn(on.marks, agent) ? on.marks[agent] : undefined;
  if (on === undefined || marks === undefined) return undefined;
  const lost = on.criteria.flatMap((criterion, i) => {
    const mark = marks[i] ?? null;
    if (mark === null) return [];
    const cost = lostOn(criterion.weight, labelsOf(mark), scale);
    return tests.every((test) => passes(knownOf(criterion, [mark], cost, names), test)) ? [cost ?? 0] : [];
  });
  return { n: lost.length, lost: lost.reduce((sum, each) => sum + each, 0) };
}
