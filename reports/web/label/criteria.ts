/** LabelCriteria: which criteria on which reports people are to label, by doubt; read anew when the store has changed. */
import { setImmediate } from 'node:timers/promises';
import { sha256 } from '../../../judge/hash.ts';
import { labelKey, labelStates } from '../../../runners/annotation/labels.ts';
import { inOrder, type Queue } from '../../../runners/annotation/queue.ts';
import type { Reserved } from '../../../runners/annotation/reserved.ts';
import type { Labelled } from '../../../runners/store/labels.ts';
import type { Store } from '../../../runners/store/store.ts';
import { hasText } from '../../../runners/store/trials.ts';
import { byDoubt, doubtOf, mixed, type QueueReason, together } from '../../agreement/doubt.ts';
import { judgedCriteria } from '../../agreement/said.ts';

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
/** Criteria between two looks at whatever else is asked of the server. */
const AT_ONCE = 500;

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
    const found = new Map<string, Omit<LabelItem, 'why'> & { doubt: ReturnType<typeof doubtOf>; draw: string }>();
    let seen = 0;
    for (const { taskId, reportId: report, criterion, row, verdicts } of judgedCriteria(this.#store, { sweep: this.#sweep })) {
      if (++seen % AT_ONCE === 0) await setImmediate();
      const judges = verdicts.filter(({ by }) => by !== 'person');
      const on = { report, criterion: row };
      // Of a benchmark and its subset one is enough.
      if (judges.length === 0 || found.has(labelKey(on)) || !hasText(this.#store, report)) continue;
      found.set(labelKey(on), { ...on, taskId, name: criterion.id, doubt: doubtOf(judges), draw: sha256(`${SEED} ${report} ${row}`) });
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
