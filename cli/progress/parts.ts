/** What the progress of runs and that of battles have in common: when it is shown, and how numbers are written in it. */
import type { RunBudget } from '../../runners/judging/budget.ts';
import { colourOf, type Io, plural } from '../io.ts';

/** Terminals are redrawn this often; logs get a line this often. */
const FRAME_MS = 200;
const LINE_MS = 10_000;

/** How far the work is, and what it has spent. */
export interface Shown<P> {
  readonly progress: P;
  readonly budget: RunBudget;
}

/** Hears how far the work is, as often as it likes. */
export interface Progress<P> {
  update(state: Shown<P>): void;
  /** A line for a person, beside the progress. */
  say(line: string): void;
  done(): void;
}

export function barLook({ stderr, env }: Io) {
  const colour = colourOf(stderr, env);
  return {
    stream: stderr as unknown as NodeJS.WritableStream,
    barsize: 24,
    barCompleteChar: colour ? '█' : '#',
    barIncompleteChar: colour ? '░' : '-',
    hideCursor: true,
    emptyOnZero: true,
  };
}

/** Draws the newest state several times a second and once at the end. */
export function redrawn<P>(draw: (state: Shown<P>) => void, end: () => void): Omit<Progress<P>, 'say'> {
  let latest: Shown<P> | undefined;
  const redraw = () => {
    if (latest !== undefined) draw(latest);
  };
  const timer = setInterval(redraw, FRAME_MS);
  return {
    update(state) {
      latest = state;
    },
    done() {
      clearInterval(timer);
      redraw();
      end();
    },
  };
}

/** A line now and then, also while nothing comes back, and one at the end. */
export function nowAndThen<P>(io: Io, line: (state: Shown<P>) => string): Progress<P> {
  let latest: Shown<P> | undefined;
  const write = () => {
    if (latest !== undefined) io.stderr.write(`${line(latest)}\n`);
  };
  const timer = setInterval(write, LINE_MS);
  return {
    update(state) {
      latest = state;
    },
    say: (text) => void io.stderr.write(`${text}\n`),
    done() {
      clearInterval(timer);
      write();
    },
  };
}

/** The parts that say something. */
export function listed(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}

export function tokensText({ tokens }: Pick<RunBudget, 'tokens'>): string {
  return tokens > 0 ? `${thousands(tokens)} tokens` : '';
}

/** In each currency that could not be converted, so that a part does not pass for the whole; empty where nothing was spent. */
export function moneyText({ money, currency = '', unconverted }: Pick<RunBudget, 'money' | 'currency' | 'unconverted'>): string {
  return [[currency, money] as const, ...unconverted]
    .filter(([, amount]) => amount > 0)
    .map(([unit, amount]) => `${amount.toFixed(amount < 1 ? 4 : 2)} ${unit}`)
    .join(' + ');
}

export function retriesText({ retries }: Pick<RunBudget, 'retries'>): string {
  const all = Object.values(retries).reduce((sum, count) => sum + count, 0);
  return all > 0 ? plural(all, 'retry', 'retries') : '';
}

/** Waiting that is worth a word. */
const LONG_WAIT_MS = 10_000;

/**
 * From the pace so far; where calls have waited for longer than that says is left, they are what the work waits for.
 *
 * @param left questions owed; @param fresh those settled in this command: what came from the store took no time
 */
export function etaText(left: number, fresh: number, elapsedMs: number, budget: Pick<RunBudget, 'waiting'>): string {
  const eta = fresh === 0 ? undefined : (left * elapsedMs) / fresh;
  const waiting = budget.waiting(LONG_WAIT_MS);
  if (waiting === undefined || (eta !== undefined && eta > waiting.longestMs)) return eta === undefined ? 'ETA --' : `ETA ${clock(eta)}`;
  const { calls, longestMs, limitMs } = waiting;
  const limit = limitMs === undefined ? '' : `, limit ${seconds(limitMs)}`;
  return `${plural(calls, 'call')} ${calls === 1 ? 'has' : 'have'} waited ${seconds(longestMs)}${limit}`;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}

export function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return (parts[0] === 0 ? parts.slice(1) : parts).map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

function thousands(value: number): string {
  if (value < 10_000) return String(value);
  return value < 10_000_000 ? `${Math.round(value / 1000)}k` : `${(value / 1e6).toFixed(1)}M`;
}
