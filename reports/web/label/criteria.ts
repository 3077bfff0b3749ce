/** LabelCriteria: which criteria on which reports people are to label, by doubt; read anew when the store has changed. */
import { setImmediate } from 'node:timers/promises';
import { groupBy } from '../../../judge/group-by.ts';
import { sha256 } from '../../../judge/hash.ts';
import { labelKey, labelStates } from '../../../runners/annotation/labels.ts';
import { inOrder, type Queue } from '../../../runners/annotation/queue.ts';
import type { Reserved } from '../../../runners/annotation/reserved.ts';
import type { Labelled } from '../../../runners/store/labels.ts';
import { benchmarkNames, tasksOf } from '../../../runners/store/runs.ts';
import type { Store } from '../../../runners/store/store.ts';
import { reportsByQuery } from '../../../runners/store/trials.ts';
import { labelsOfJudges } from '../../../runners/store/verdicts.ts';
import { byDoubt, doubtOf, mixed, type QueueReason, together } from '../../agreement/doubt.ts';

/** One criterion on one report that people can label. */
export interface LabelItem extends Labelled {
  /** Row id of the version of the task that counts. */
  readonly taskId: number;
  /** The criterion's id in the rubric. */
  readonly name: string;
  readonly why: QueueReason;
}

/** As one person is asked it. */
export interface PersonItem {
  /** Names it in links; opaque, and tells nothing about who wrote the report. */
  readonly token: string;
  readonly on: LabelItem;
}

/** More than people label before the store is read again; so memory stays flat. */
const LONGEST = 2000;
/** On one report together. */
const TOGETHER = 4;
const SEED = 1;
/** While judges are at work their labels change all the time: the queue is not read again sooner. */
const KEPT_MS = 30_000;

export class LabelCriteria {
  readonly #store: Store;
  readonly #sweep: string | undefined;
  #read: { readonly version: string; readonly at: number; readonly items: readonly LabelItem[] } | undefined;
  #reading: Promise<readonly LabelItem[]> | undefined;

  constructor(store: Store, sweep: string | undefined) {
    this.#store = store;
    this.#sweep = sweep;
  }

  /** In the order in which they are asked about. @param now milliseconds */
  async list(now: number): Promise<readonly LabelItem[]> {
    const version = this.#store.othersVersion();
    if (this.#read !== undefined && (this.#read.version === version || now - this.#read.at < KEPT_MS)) return this.#read.items;
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = undefined;
    });
    const items = await this.#reading;
    this.#read = { version, at: now, items };
    return items;
  }

  async #readAll(): Promise<readonly LabelItem[]> {
    const [store, sweep] = [this.#store, this.#sweep];
    const found = new Map<string, Omit<LabelItem, 'why'> & { doubt: ReturnType<typeof doubtOf>; draw: number }>();
    for (const benchmark of benchmarkNames(store, sweep)) {
      const reports = reportsByQuery(store, { benchmark, sweep });
      for (const { id: taskId, queryId, criteria } of tasksOf(store, { benchmark, sweep }).values()) {
        // Whatever else is asked of the server comes between two tasks.
        await setImmediate();
        const names = new Map([...criteria].map(([name, row]) => [row, name]));
        for (const [key, given] of groupBy(labelsOfJudges(store, reports.get(queryId) ?? []), labelKey)) {
          const [{ report, criterion } = { report: 0, criterion: 0 }] = given;
          const name = names.get(criterion);
          // Of a benchmark and its subset one is enough.
          if (name === undefined || found.has(key)) continue;
          found.set(key, { report, criterion, taskId, name, doubt: doubtOf(given), draw: draw(report, criterion) });
        }
      }
    }
    const queue = mixed(byDoubt([...found.values()], LONGEST));
    return together(queue, ({ report }) => report, TOGETHER).map(({ report, criterion, taskId, name, why }) => ({
      report,
      criterion,
      taskId,
      name,
      why,
    }));
  }
}

/** A whole number that looks drawn, the same for the same criterion on the same report: the last steps of the hash MurmurHash3. */
function draw(report: number, criterion: number): number {
  let mixed = Math.imul(report, 0x9e3779b1) ^ Math.imul(criterion + SEED, 0x85ebca77);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

export function tokenOf(person: string, on: Labelled): string {
  return sha256(['label', person, on.report, on.criterion].join('\0')).slice(0, 32);
}

/** As the store stands now. What lies before somebody else counts as theirs. @param now ISO 8601 */
export function labelQueueOf(
  store: Store,
  {
    annotator,
    items,
    reserved,
    overlap,
    now,
  }: {
    readonly annotator: string;
    readonly items: readonly LabelItem[];
    readonly reserved: Reserved;
    readonly overlap: number;
    readonly now: string;
  },
): Queue<PersonItem> {
  const states = labelStates(store, annotator, items, reserved.at(now));
  const entries = items.map((on, place) => ({
    item: { token: tokenOf(annotator, on), on },
    state: states.get(labelKey(on)),
    first: 0,
    place,
  }));
  return inOrder(entries, overlap);
}
