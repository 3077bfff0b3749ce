/**
 * RewardDesk: where rewards are waited for. What is stored is known at once; the rest becomes a job in a fair queue, one for the same query,
 * report and rubric however often it is asked for, and is judged although nobody may be waiting any more, so that asking again finds it.
 */
import { setImmediate } from 'node:timers/promises';
import type { Rubric } from '../../judge/checklist/rubric.ts';
import type { Label, Question } from '../../judge/checklist/verdict.ts';
import { ModelError } from '../../judge/errors.ts';
import { canaryCriteria } from '../../judge/flags/canary.ts';
import type { Unscored } from '../../judge/judge.ts';
import { Stopped } from '../../judge/model/ask.ts';
import type { Usage } from '../../judge/model/usage.ts';
import type { RunBudget } from '../judging/budget.ts';
import { judgeStored, type StoredJudge } from '../judging/judge-report.ts';
import type { Stop } from '../judging/stop.ts';
import type { Store } from '../store/store.ts';
import { storeCriteria } from '../store/tasks.ts';
import { reportText, storeReport } from '../store/trials.ts';
import { storedLabels } from '../store/verdicts.ts';
import type { Circuit } from './circuit.ts';
import { FairQueue } from './fair-queue.ts';
import type { RewardItem } from './item.ts';
import type { RewardError } from './protocol.ts';

export interface DeskDeps {
  readonly store: Store;
  readonly judge: StoredJudge;
  readonly stop: Stop;
  readonly circuit: Circuit;
  readonly budget: RunBudget;
  /** Reports judged at once, beyond what the judge's own limit allows. */
  readonly most: number;
  /** ISO 8601. */
  readonly now: () => string;
  /** In milliseconds, from anywhere. */
  readonly clock: () => number;
  /** Resolves after so many milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Whether what cannot be asked now is answered as failed at once. */
  readonly failWhenDown: boolean;
  /** Hears of every report that was judged, or could not be. */
  readonly onReport?: (report: ReportDone) => void;
  /** Something that every further report would meet, such as a full disk. */
  readonly onFatal: (error: unknown) => void;
}

export interface ReportDone {
  readonly criteria: number;
  /** Milliseconds until its judging began, and since. */
  readonly waitedMs: number;
  readonly judgedMs: number;
  readonly error: RewardError | undefined;
}

/** Where the verdicts on an item are. */
export interface Place {
  /** Of report and criteria. */
  readonly key: string;
  readonly reportId: number;
  /** Row id by criterion id. */
  readonly criteria: ReadonlyMap<string, number>;
  /** Those of canary criteria, where they are asked: their verdicts are no part of a reward. */
  readonly canaryIds: ReadonlyMap<string, number>;
}

/** Labels that are stored. */
interface Labels {
  /** By criterion id; of criteria with a verdict only. */
  readonly labels: ReadonlyMap<string, readonly Label[]>;
  /** Of all canary criteria, as far as they have any. */
  readonly canaries: readonly Label[];
}

/** What is known of an item when it is answered. */
export interface Known extends Place, Labels {
  /** Whether all was known before it was asked for. */
  readonly cached: boolean;
  /** Where not every question has a verdict: why. */
  readonly error?: RewardError;
}

/** Who asks, and until when. */
export interface Asking {
  readonly client: string;
  /** Settles when an answer is due. */
  readonly due: Promise<undefined>;
  /** Whether canary criteria are asked, too. */
  readonly canaries: boolean;
  /** Hears of every call that is made for what it asked first. */
  readonly onCall: (model: string | undefined, usage: Usage | undefined) => void;
}

interface Job extends Place {
  readonly client: string;
  readonly since: number;
  readonly query: string;
  /** Canary criteria among it. */
  readonly rubric: Rubric;
  readonly onCall: Asking['onCall'];
  readonly ended: Promise<RewardError | undefined>;
  end(error: RewardError | undefined): void;
  /** Requests that wait for it, and since when there is none. */
  waiting: number;
  leftAt: number;
}

/** Jobs that may wait. */
export const MOST_WAITING = 100_000;
/** Judgments that are held in memory, too. */
const MOST_KEPT = 8192;
/** A job that was not begun is dropped once nobody has waited for it so long. */
const FORGOTTEN_MS = 10 * 60_000;
const SWEEP_MS = 30_000;
/** Waits before a judge is asked again for what it gave no verdict on, as long as somebody waits for it. */
const AGAIN_MS = [1_000, 4_000] as const;

export class RewardDesk {
  readonly #deps: DeskDeps;
  readonly #queue = new FairQueue<Job>();
  readonly #jobs = new Map<string, Job>();
  readonly #open = new Set<Promise<void>>();
  /** Row ids of a rubric's criteria for the query that they were looked up for last. */
  readonly #criteria = new WeakMap<Rubric, { readonly query: string; readonly ids: string; readonly criteria: Place['criteria'] }>();
  /** Labels of what is judged in full, by key: those that were asked for last. They never change. */
  readonly #whole = new Map<string, Labels>();
  #working = false;
  #stopping = false;
  /** Wakes who begins jobs, once one has ended. */
  #freed = () => {};
  #sweptAt = 0;
  /** Questions with a verdict before they were asked, and those that a judge left without. */
  readonly counts = { cached: 0, unscored: 0, judged: 0 };

  constructor(deps: DeskDeps) {
    this.#deps = deps;
  }

  get waiting(): number {
    return this.#queue.size;
  }

  get open(): number {
    return this.#open.size;
  }

  /** How long the oldest job has waited, in milliseconds. */
  get ageMs(): number {
    return this.#queue.oldest === undefined ? 0 : this.#deps.clock() - this.#queue.oldest;
  }

  /** Nothing is answered by the judge, and something is to be asked: without work nobody would see that it has passed. */
  get isDown(): boolean {
    if (this.#deps.circuit.failure !== undefined) return true;
    return this.#deps.judge.limit.isFailing === true && this.#jobs.size > 0;
  }

  /** One promise an item, in order; each settles when the item is judged, or when the answer is due. @throws what kept the store from being written */
  ask(items: readonly RewardItem[], asking: Asking): Promise<Known>[] {
    const { store } = this.#deps;
    const placed = store.transaction(() =>
      items.map((item) => {
        const reportId = storeReport(store, item.query, item.report);
        const { ids, criteria } = this.#criteriaOf(item);
        const canaries = asking.canaries ? canaryCriteria(item.report).filter(({ id }) => !criteria.has(id)) : [];
        const canaryIds = canaries.length === 0 ? NONE : storeCriteria(store, item.query, canaries);
        const place = { key: [reportId, ids, ...canaryIds.values()].join(' '), reportId, criteria, canaryIds };
        return { place, asked: { query: item.query, rubric: canaries.length === 0 ? item.rubric : [...item.rubric, ...canaries] } };
      }),
    );
    return placed.map(({ asked, place }) => this.#asked(asked, place, asking));
  }

  /** Begins nothing more; resolves when nothing that was begun is open any more. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#open);
  }

  #criteriaOf({ query, rubric }: RewardItem): { readonly ids: string; readonly criteria: Place['criteria'] } {
    const known = this.#criteria.get(rubric);
    if (known?.query === query) return known;
    const criteria = storeCriteria(this.#deps.store, query, rubric);
    const found = { query, ids: [...criteria].join(' '), criteria };
    this.#criteria.set(rubric, found);
    return found;
  }

  #asked(asked: Pick<Job, 'query' | 'rubric'>, place: Place, asking: Asking): Promise<Known> {
    const { judge, failWhenDown } = this.#deps;
    const labels = this.#labels(place);
    if (isWhole(labels, place, judge.trials)) {
      this.counts.cached += (place.criteria.size + place.canaryIds.size) * judge.trials;
      return Promise.resolve({ ...place, ...labels, cached: true });
    }
    if (this.#stopping) return Promise.resolve(this.#known(place, labels, STOPPING));
    if (failWhenDown && this.isDown) return Promise.resolve(this.#known(place, labels, this.#downError()));
    const job = this.#jobFor(asked, place, asking);
    if (job === undefined) return Promise.resolve(this.#known(place, labels, FULL));
    return this.#waitFor(job, asking);
  }

  /** A reward needs no canary. @param error why not all is known */
  #known({ key, reportId, criteria, canaryIds }: Place, labels: Labels, error: RewardError): Known {
    const judged = isJudged(labels.labels, criteria, this.#deps.judge.trials);
    return { key, reportId, criteria, canaryIds, ...labels, cached: false, ...(!judged && { error }) };
  }

  /** Holds nothing of the item: a report that waits stands in the store alone. */
  async #waitFor(job: Job, { due }: Asking): Promise<Known> {
    job.waiting++;
    const ended = await Promise.race([job.ended, due]);
    job.waiting--;
    job.leftAt = this.#deps.clock();
    const labels = this.#labels(job);
    return this.#known(job, labels, ended ?? this.#lateError(job, labels.labels));
  }

  #jobFor({ query, rubric }: Pick<Job, 'query' | 'rubric'>, place: Place, { client, onCall }: Asking): Job | undefined {
    const known = this.#jobs.get(place.key);
    if (known !== undefined) return known;
    const since = this.#deps.clock();
    if (this.#queue.size >= MOST_WAITING) this.#forget(since);
    if (this.#queue.size >= MOST_WAITING) return undefined;
    let end: Job['end'] = () => {};
    const ended = new Promise<RewardError | undefined>((resolve) => {
      end = resolve;
    });
    const job: Job = { ...place, client, since, query, rubric, onCall, ended, end, waiting: 0, leftAt: since };
    this.#jobs.set(job.key, job);
    this.#queue.push(client, job, since);
    void this.#work();
    return job;
  }

  #forget(now: number): void {
    if (now - this.#sweptAt < SWEEP_MS) return;
    this.#sweptAt = now;
    for (const job of this.#queue.sweep(({ waiting, leftAt }) => waiting === 0 && now - leftAt > FORGOTTEN_MS)) this.#end(job, undefined);
  }

  #end(job: Job, error: RewardError | undefined): void {
    this.#jobs.delete(job.key);
    job.end(error);
  }

  /** Begins jobs as long as there are any, as the judge has room for them. */
  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    const { judge, circuit, most, clock } = this.#deps;
    try {
      while (this.#queue.size > 0 && !this.#stopping) {
        await circuit.whole();
        await judge.limit.room();
        while (this.#open.size >= most) await new Promise<void>((resolve) => (this.#freed = resolve));
        // A judge that is no model waits for nothing: requests are heard here.
        await setImmediate();
        this.#forget(clock());
        if (this.#stopping || circuit.failure !== undefined) continue;
        const job = this.#queue.next();
        if (job === undefined) continue;
        const done: Promise<void> = this.#judge(job).then(() => {
          this.#open.delete(done);
          this.#freed();
        });
        this.#open.add(done);
      }
    } finally {
      this.#working = false;
    }
  }

  /** Never rejects. */
  async #judge(job: Job): Promise<void> {
    const { circuit, onFatal, onReport, stop, budget, clock } = this.#deps;
    const begun = clock();
    try {
      const error = await this.#judgeAgain(job);
      onReport?.({ criteria: job.rubric.length, waitedMs: begun - job.since, judgedMs: clock() - begun, error });
      this.#end(job, error);
    } catch (error) {
      const failure = error instanceof Stopped ? stop.failure : error;
      const spent = budget.spent();
      if (failure instanceof ModelError) circuit.break(failure);
      else if (failure !== undefined) onFatal(failure);
      if (spent !== undefined) return this.#end(job, { kind: 'budget', message: `the budget of ${spent} is spent` });
      if (this.#stopping || (failure !== undefined && !(failure instanceof ModelError))) return this.#end(job, STOPPING);
      // What is in flight may hold the rest of a budget.
      if (failure === undefined) await this.#deps.sleep(AGAIN_MS[0]);
      this.#queue.putBack(job.client, job, job.since);
      void this.#work();
    }
  }

  /** Asks, and again for what came without a verdict while somebody waits for it. */
  async #judgeAgain(job: Job): Promise<RewardError | undefined> {
    for (const ms of [...AGAIN_MS, undefined]) {
      const unscored = await this.#judgeOnce(job);
      if (unscored.length === 0) return undefined;
      if (ms === undefined || job.waiting === 0 || this.#stopping || unscored.every(({ split }) => split)) return errorOf(unscored);
      await this.#deps.sleep(ms);
    }
    return undefined;
  }

  async #judgeOnce(job: Job): Promise<Unscored<Question>[]> {
    const { store, judge, stop, now, circuit } = this.#deps;
    const unscored: Unscored<Question>[] = [];
    const report = () => reportText(store, job.reportId);
    const criteria = job.canaryIds.size === 0 ? job.criteria : new Map([...job.criteria, ...job.canaryIds]);
    await judgeStored({ ...job, criteria, report }, { store, stop, judge, now, onCall: job.onCall }, (judged) => {
      this.counts.cached += judged.cached;
      this.counts.judged += judged.judged;
      this.counts.unscored += judged.unscored.length;
      unscored.push(...judged.unscored);
      if (judged.judged > 0) circuit.worked();
    });
    return unscored;
  }

  #labels(place: Place): Labels {
    const { judge } = this.#deps;
    const { key } = place;
    const known = this.#whole.get(key);
    this.#whole.delete(key);
    const labels = known ?? this.#storedLabels(place);
    if (known === undefined && !isWhole(labels, place, judge.trials)) return labels;
    this.#whole.set(key, labels);
    const [oldest] = this.#whole.keys();
    if (this.#whole.size > MOST_KEPT && oldest !== undefined) this.#whole.delete(oldest);
    return labels;
  }

  #storedLabels({ reportId, criteria, canaryIds }: Place): Labels {
    const { store, judge } = this.#deps;
    const of = (criteria: Place['criteria']) => storedLabels(store, { judgeId: judge.id, reportId, criteria }, judge.trials);
    return { labels: of(criteria), canaries: canaryIds.size === 0 ? [] : [...of(canaryIds).values()].flat() };
  }

  #downError(): RewardError {
    return { kind: 'judge_down', message: `the judge does not answer: ${this.#trouble()}` };
  }

  #trouble(): string {
    const { circuit, budget } = this.#deps;
    return circuit.failure?.message ?? budget.lastRetry ?? 'nothing has come back';
  }

  #lateError({ criteria }: Place, labels: ReadonlyMap<string, unknown>): RewardError {
    if (this.#stopping) return STOPPING;
    const missing = `${criteria.size - labels.size} of ${criteria.size} criteria are not judged yet; asking again finds what is done`;
    if (this.isDown) return { kind: 'judge_failed', message: `${missing}. The judge does not answer: ${this.#trouble()}` };
    return { kind: 'deadline', message: missing };
  }
}

const STOPPING: RewardError = { kind: 'stopping', message: 'the server is being stopped' };
const FULL: RewardError = { kind: 'full', message: `${MOST_WAITING} reports are waiting: ask again later` };

const NONE: Place['canaryIds'] = new Map();

/** Whether nothing is left to be asked. */
function isWhole({ labels, canaries }: Labels, { criteria, canaryIds }: Place, trials: number): boolean {
  return isJudged(labels, criteria, trials) && canaries.length === canaryIds.size * trials;
}

/** Whether a reward can be given. */
function isJudged(labels: Labels['labels'], criteria: Place['criteria'], trials: number): boolean {
  if (labels.size < criteria.size) return false;
  for (const given of labels.values()) if (given.length < trials) return false;
  return true;
}

function errorOf(unscored: readonly Unscored<Question>[]): RewardError {
  const [first] = unscored;
  const kind = unscored.every(({ split }) => split)
    ? 'split'
    : unscored.every(({ unreadable }) => unreadable)
      ? 'judge_unparseable'
      : 'judge_failed';
  return { kind, message: `no verdict on ${unscored.length} criteria: ${first?.error ?? ''}` };
}
