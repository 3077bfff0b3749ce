/** What the progress of runs and that of battles have in common: when it is shown, and how numbers are written in it. */
import type { RunBudget } from '../../runners/judging/budget.ts';
import { colourOf, type Io } from '../io.ts';

/** Terminals are redrawn this often; logs get a line this often. */
const FRAME_MS = 200;
const LINE_MS = 10_000;

/** Hears how far the work is, as often as it likes. */
export interface Listener<T> {
  update(tally: T): void;
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
export function redrawn<T>(draw: (tally: T) => void, end: () => void): Listener<T> {
  let latest: T | undefined;
  const redraw = () => {
    if (latest !== undefined) draw(latest);
  };
  const timer = setInterval(redraw, FRAME_MS);
  return {
    update(tally) {
      latest = tally;
    },
    done() {
      clearInterval(timer);
      redraw();
      end();
    },
  };
}

/** A line now and then, and one at the end. */
export function nowAndThen<T>(io: Io, line: (tally: T) => string): Listener<T> {
  let last = performance.now();
  let latest: T | undefined;
  const write = () => {
    if (latest !== undefined) io.stderr.write(`${line(latest)}\n`);
  };
  return {
    update(tally) {
      latest = tally;
      if (performance.now() - last < LINE_MS) return;
      last = performance.now();
      write();
    },
    done: write,
  };
}

/** The parts that say something. */
export function listed(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}

export function tokensText({ tokens }: RunBudget): string {
  return tokens > 0 ? `${thousands(tokens)} tokens` : '';
}

/** In each currency that could not be converted, so that a part does not pass for the whole; empty where nothing was spent. */
export function moneyText({ money, currency = '', unconverted }: Pick<RunBudget, 'money' | 'currency' | 'unconverted'>): string {
  return [[currency, money] as const, ...unconverted]
    .filter(([, amount]) => amount > 0)
    .map(([unit, amount]) => `${amount.toFixed(amount < 1 ? 4 : 2)} ${unit}`)
    .join(' + ');
}

export function retriesText({ retries }: RunBudget): string {
  return retries > 0 ? `${retries} retries` : '';
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
