/** Labels: labels in any words as verdict lines; what has none is unscored, with the reason. */
import type { Label } from '../../judge/checklist/verdict.ts';
import { InputError } from '../../judge/errors.ts';
import { printable } from '../files/check.ts';
import { type Attempts, wholeOf } from './attempts.ts';
import { type Complaints, type Counts, count, shownCounts } from './complaints.ts';
import { columnOf } from './field.ts';
import type { Fields } from './fields.ts';
import type { MapPlan } from './plan.ts';
import type { FieldRecord } from './records.ts';
import { entryOf, folded, hintOf, isBinary, labelOf, labelTable, readsAsFlaw } from './tables.ts';
import { textOf } from './texts.ts';

export type Line = Readonly<Record<string, unknown>>;

/** Criteria that one message names one by one. */
const MOST_CRITERIA = 6;

interface OpenVerdict {
  readonly raw: unknown;
  /** The row, and where in it the criterion stands. */
  readonly place: string;
  readonly criterion: string;
  readonly about: Line;
}

export interface LabelMeaning {
  /** In small letters, or the range that it is in. */
  readonly word: string;
  readonly means: Label | 'unscored';
  count: number;
}

export class Labels {
  readonly #fields: Fields;
  readonly #plan: MapPlan;
  readonly #attempts: Attempts;
  readonly #complaints: Complaints;
  readonly #open: OpenVerdict[] = [];
  readonly #words = new Map<string, Counts>();
  readonly #flaws = new Set<string>();
  readonly unscored: Counts = new Map();
  /** Given by people who took them back. */
  cancelled = 0;

  constructor(fields: Fields, plan: MapPlan, attempts: Attempts, complaints: Complaints) {
    this.#fields = fields;
    this.#plan = plan;
    this.#attempts = attempts;
    this.#complaints = complaints;
  }

  add(task: string, record: FieldRecord): void {
    const { where, at, get } = record;
    if (isCancelled(get('status'))) {
      this.cancelled++;
      return;
    }
    const criterion = textOf(get('criterion'))?.trim() || textOf(get('criterionId'))?.trim();
    if (!criterion) return this.#complaints.add(where, 'criterion: missing beside a label');
    const raw = get('label');
    if (typeof raw === 'object' && raw !== null) return this.#complaints.add(where, 'label: expected a word or a number');
    const words = this.#words.get(criterion) ?? new Map<string, number>();
    count(words, folded(raw));
    this.#words.set(criterion, words);
    if (Number(get('weight')) < 0) this.#flaws.add(criterion);
    const judge = this.#fields.judge === undefined ? columnOf(this.#fields.label, at) : nameOf(get('judge'));
    const [id, reason] = [textOf(get('criterionId')), textOf(get('reason'))];
    const about = { task, ...this.#attempts.of(task, record) };
    const trial = wholeOf(get('trial'), 'trial', where, this.#complaints);
    this.#open.push({
      raw,
      place: JSON.stringify([where, ...(this.#fields.criterion?.variables ?? []).map((name) => at[name])]),
      criterion,
      about: { ...about, ...(id && { criterionId: id }), ...(judge && { judge }), ...(reason && { reason }), ...(trial && { trial }) },
    });
  }

  /** What each word means where it stands, with how often. */
  meanings(): LabelMeaning[] {
    const table = labelTable(this.#plan.labels);
    const found = new Map<string, LabelMeaning>();
    for (const [criterion, words] of this.#words) {
      const binary = this.#isBinary(criterion, words);
      for (const [word, times] of words) {
        const said = labelOf(word, criterion, table, binary);
        if (said === undefined) continue;
        const means = 'label' in said ? said.label : 'unscored';
        const entry = entryOf(word, criterion, table);
        const before = found.get(`${entry}\0${means}`);
        if (before === undefined) found.set(`${entry}\0${means}`, { word: entry === '' ? 'empty' : entry, means, count: times });
        else before.count += times;
      }
    }
    return [...found.values()];
  }

  /** A flaw's weight says which end of 0 and 1 is the bad one; its name alone does not. */
  #isBinary(criterion: string, words: Counts): boolean {
    return isBinary(words.keys()) && (this.#flaws.has(criterion) || !readsAsFlaw(criterion));
  }

  /** @throws InputError for words that nobody explained, with their counts */
  finish(file: string): Line[] {
    const table = labelTable(this.#plan.labels);
    this.#refuseUnknown(file);
    const lines = this.#open.map(({ raw, criterion, about }): Line => {
      const said = labelOf(raw, criterion, table, this.#isBinary(criterion, this.#words.get(criterion) ?? new Map()));
      if (said === undefined) throw new InputError(`${file}: label "${printable(String(raw), 40)}" of ${printable(criterion, 60)}`);
      if ('label' in said) return { ...about, criterion, label: said.label };
      const { task, criterionId: _, ...more } = about;
      return { sample_id: task, rubric_title: criterion, success: false, error: said.unscored, ...more };
    });
    const kept = this.#oncePerMark(lines, file);
    for (const { error } of kept) if (error !== undefined) count(this.unscored, String(error));
    return kept;
  }

  /** A mark of several choices is one label where all of them mean the same. @throws InputError where they do not */
  #oncePerMark(lines: readonly Line[], file: string): Line[] {
    const [marks, clashes]: [Map<string, string>, Counts] = [new Map(), new Map()];
    const kept = lines.filter((line, i) => {
      const { place, criterion, about } = this.#open[i] as OpenVerdict;
      const { reason: _, ...mark } = about;
      const [key, label] = [JSON.stringify([place, mark]), String(line.label ?? 'unscored')];
      const before = marks.get(key);
      if (before === undefined) marks.set(key, label);
      else if (before !== label) count(clashes, criterion);
      return before === undefined;
    });
    if (clashes.size > 0)
      throw new InputError(
        `${file}: several labels of one judge at one criterion: ${shownCounts(clashes)}: tell them apart with --map judge= or trial=, or say =unscored of all its words with --labels`,
      );
    return kept;
  }

  #refuseUnknown(file: string): void {
    const table = labelTable(this.#plan.labels);
    const open = [...this.#words].filter(([criterion, words]) => {
      const binary = this.#isBinary(criterion, words);
      return [...words.keys()].some((word) => labelOf(word, criterion, table, binary) === undefined);
    });
    if (open.length === 0) return;
    const flaws = open.filter(([, words]) => isBinary(words.keys())).map(([criterion]) => printable(criterion, 60));
    const others = open.filter(([, words]) => !isBinary(words.keys()));
    const hint = hintOf(
      others.flatMap(([, words]) => [...words.keys()]),
      'satisfied',
    );
    const causes = [
      ...(flaws.length > 0
        ? [`${flaws.slice(0, MOST_CRITERIA).join(', ')}: 1 reads as a flaw: say it with --labels or a negative weight`]
        : []),
      ...(others.length > 0 ? [`${byCriterion(others)}: say what they mean with --labels${hint}`] : []),
    ];
    throw new InputError(`${file}: ${causes.join('; ')}`);
  }
}

const CANCELLED = new Set(['true', 'cancelled', 'canceled', 'skipped', 'withdrawn']);

function isCancelled(status: unknown): boolean {
  return CANCELLED.has((textOf(status) ?? '').trim().toLowerCase());
}

/** A person who is an object is called by its id. */
function nameOf(judge: unknown): string | undefined {
  return textOf(judge) ?? (typeof judge === 'object' && judge !== null && 'id' in judge ? textOf(judge.id) : undefined);
}

function byCriterion(open: readonly (readonly [string, Counts])[]): string {
  if (open.length <= MOST_CRITERIA) return open.map(([name, words]) => `${printable(name, 60)}: ${shownCounts(words)}`).join('; ');
  const all: Counts = new Map();
  for (const [, words] of open) for (const [word, times] of words) count(all, word, times);
  return `${open.length} criteria: ${shownCounts(all)}`;
}
