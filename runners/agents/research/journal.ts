/** Journal of a trial: every answer from outside, on disk before it is used; an attempt that was broken off goes on from there. */
import type { Spent } from '../../../judge/errors.ts';
import type { TraceEvent } from '../trace.ts';
import type { Lookups } from './search.ts';

export interface Entry {
  /** What was asked, in a word; equal ones are told apart by their order. */
  readonly key: string;
  /** What came of it, fit for JSON; absent for what is only told. */
  readonly value?: unknown;
  /** Seconds of the trial at that time. */
  readonly elapsed: number;
  /** For the trace. */
  readonly event?: TraceEvent;
}

export interface Journal {
  /** What an attempt that was broken off has left, in order. */
  readonly kept: readonly Entry[];
  /** Resolves when it is on disk. */
  append(entry: Entry): Promise<void>;
}

/** What a person asks of a trial while it runs. */
export interface Wishes {
  /** It is to write its report from what it has. */
  readonly end: boolean;
  readonly paused: boolean;
  readonly limits: Readonly<Record<string, number>>;
}

/** What an attempt has to do with the run around it. */
export interface Live {
  readonly journal: Journal;
  readonly lookups: Lookups;
  /** Whether there is room in the budget for another call, once what the attempt has taken so far is counted; always where nobody limits it. */
  readonly affords?: (spent: Spent) => boolean;
  /** As they are now. */
  readonly wishes: () => Wishes;
}

export const NO_WISHES: Wishes = { end: false, paused: false, limits: {} };

/** Where nothing is kept: for a trial that nobody will resume. */
export function unkept(): Live {
  const lookups = new Map<string, string>();
  return {
    journal: { kept: [], append: async () => {} },
    lookups: { get: (key) => lookups.get(key), put: async (key, answer) => void lookups.set(key, answer) },
    wishes: () => NO_WISHES,
  };
}

/** Replays what is kept, asks for what is not, and tells the time as it was then. */
export class Recorder {
  readonly #journal: Journal;
  readonly #kept = new Map<string, Entry[]>();
  readonly #clock: () => number;
  readonly #start: number;
  /** Seconds at the last entry that was used. */
  elapsed = 0;
  #left: number;

  /** @param clock seconds, from anywhere */
  constructor(journal: Journal, clock: () => number) {
    this.#journal = journal;
    this.#clock = clock;
    for (const entry of journal.kept) this.#kept.set(entry.key, [...(this.#kept.get(entry.key) ?? []), entry]);
    this.#left = journal.kept.length;
    const before = Math.max(0, ...journal.kept.map(({ elapsed }) => elapsed));
    this.#start = clock() - before;
  }

  /** Seconds of the trial by now, those of earlier attempts among them. */
  now(): number {
    return this.#clock() - this.#start;
  }

  /** Whether what comes next was there before. */
  get replaying(): boolean {
    return this.#left > 0;
  }

  /** What was answered the last time, else what `ask` brings; that is on disk before it is handed over. */
  async effect<T>(key: string, ask: () => Promise<{ readonly value: T; readonly event?: TraceEvent }>): Promise<T> {
    const kept = this.#take(key);
    if (kept !== undefined) return kept.value as T;
    const { value, event } = await ask();
    await this.#append({ key, value, ...(event !== undefined && { event }) });
    return value;
  }

  /** Something for the trace alone. */
  async tell(key: string, event: TraceEvent): Promise<void> {
    if (this.#take(key) === undefined) await this.#append({ key, event });
  }

  #take(key: string): Entry | undefined {
    const entry = this.#kept.get(key)?.shift();
    if (entry === undefined) return undefined;
    this.#left--;
    this.elapsed = Math.max(this.elapsed, entry.elapsed);
    return entry;
  }

  async #append(entry: Omit<Entry, 'elapsed'>): Promise<void> {
    const elapsed = Math.round(this.now() * 1000) / 1000;
    await this.#journal.append({ ...entry, elapsed });
    this.elapsed = Math.max(this.elapsed, elapsed);
  }
}
