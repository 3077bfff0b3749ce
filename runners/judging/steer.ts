/** steered: work on a sweep that says how it stands, and looks for what a person asks of it meanwhile: pause, stop, more or fewer calls at once. */
import type { Pace } from '../../judge/model/limit.ts';
import { type SweepStanding, storeStanding } from '../store/standings.ts';
import type { Store } from '../store/store.ts';
import { sweepWishes } from '../store/wishes.ts';
import type { RunBudget } from './budget.ts';
import type { RunProgress } from './progress.ts';
import type { Stop } from './stop.ts';

export interface Steered {
  readonly store: Store;
  readonly sweep: string;
  readonly stop: Stop;
  readonly budget: RunBudget;
  /** Of the judge. */
  readonly limit: Pace;
  /** Calls of the judge at once as planned. */
  readonly concurrency: number;
  readonly now: () => string;
}

/** How often a person is listened to. */
const LOOK_MS = 500;
/** How often it is said how things stand, where nothing changes: whoever looks sees that the work is alive. */
const ALIVE_MS = 5000;
const MOST_OPEN = 200;

/** @param work is handed what hears of its progress; @returns what it returns */
export async function steered<T extends { readonly ended: SweepStanding['ended'] }>(
  { store, sweep, stop, budget, limit, concurrency, now }: Steered,
  work: (onProgress: (progress: RunProgress) => void) => Promise<T>,
): Promise<T> {
  const began = now();
  let progress: RunProgress | undefined;
  let wished = sweepWishes(store, sweep, began);
  let said = '';
  let saidAt = 0;
  const say = (ended?: SweepStanding['ended']) => {
    if (progress === undefined) return;
    const { calls, lost, tokens, money, currency, retries } = budget;
    const standing: SweepStanding = {
      began,
      ...(ended !== undefined && { ended }),
      paused: wished.paused,
      agents: progress.agents,
      open: ended === undefined ? [...(progress.open ?? [])].slice(0, MOST_OPEN) : [],
      problems: progress.problems.lines(),
      spent: {
        calls,
        lost,
        tokens,
        money,
        ...(currency !== undefined && { currency }),
        retries: Object.values(retries).reduce((sum, n) => sum + n, 0),
      },
      judgeConcurrency: wished.judgeConcurrency ?? concurrency,
    };
    const text = JSON.stringify(standing);
    if (text === said && performance.now() - saidAt < ALIVE_MS) return;
    said = text;
    saidAt = performance.now();
    // What cannot be written now is said the next time: it is no fact.
    void store.append(() => storeStanding(store, sweep, standing, now())).catch(() => {});
  };
  const steer = () => limit.steer?.({ paused: wished.paused && !stop.stopping.aborted, most: wished.judgeConcurrency ?? concurrency });
  const look = () => {
    wished = sweepWishes(store, sweep, began);
    if (wished.stop) stop.stop();
    steer();
    say();
  };
  // What waits for the gate is to find out that it is over.
  stop.stopping.addEventListener('abort', steer, { once: true });
  if (wished.paused || wished.judgeConcurrency !== undefined) steer();
  const looking = setInterval(look, LOOK_MS);
  let ended: SweepStanding['ended'] = 'failed';
  try {
    const done = await work((latest) => {
      const isFirst = progress === undefined;
      progress = latest;
      if (isFirst) say();
    });
    ({ ended } = done);
    return done;
  } finally {
    clearInterval(looking);
    stop.stopping.removeEventListener('abort', steer);
    say(ended);
    store.flush();
  }
}
