/** What the progress of runs and that of battles have in common: when it is shown, and how numbers are written in it. */
import stringWidth from 'string-width';
import { printable } from '../../benchmarks/files/check.ts';
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
    format: (_: unknown, { value, total }: { readonly value: number; readonly total: number }, { name, none, parts }: Line) =>
      barLine({ name, value, total: none === true ? 0 : total, parts, columns: stderr.columns ?? 80, marks: colour ? '█░' : '#-' }),
    hideCursor: true,
  };
}

/** What a bar says beside its numbers. */
export interface Line {
  readonly name: string;
  /** Nothing is planned: a bar of 0. */
  readonly none?: boolean;
  /** What matters most comes first. */
  readonly parts: readonly string[];
}

const LONGEST_BAR = 24;
const SHORTEST_BAR = 6;
const LONGEST_NAME = 24;

/** One line no wider than the terminal: the bar gives way first, then the last of the parts. */
export function barLine({
  name,
  value,
  total,
  parts,
  columns,
  marks,
}: Line & { readonly value: number; readonly total: number; readonly columns: number; readonly marks: string }): string {
  const counts = `${value}/${total}`;
  const room = columns - 1 - stringWidth(name) - 1 - counts.length;
  const said = parts.filter((part) => part !== '');
  while (said.length > 1 && stringWidth(said.join(', ')) + 1 > room) said.pop();
  const state = said.join(', ');
  const size = Math.min(LONGEST_BAR, room - stringWidth(state) - 2);
  const done = total === 0 ? 0 : Math.round(size * Math.min(1, value / total));
  const bar = size < SHORTEST_BAR ? '' : `${marks.slice(0, 1).repeat(done)}${marks.slice(1).repeat(size - done)}`;
  return [name, bar, counts, state].filter((piece) => piece !== '').join(' ');
}

/** Names in one column, of which the longest are cut. */
export function nameColumn(names: readonly string[], least: number): (name: string) => string {
  const cut = (name: string) => printable(name, LONGEST_NAME);
  const width = Math.max(least, ...names.map((name) => stringWidth(cut(name))));
  return (name) => `${cut(name)}${' '.repeat(Math.max(0, width - stringWidth(cut(name))))}`;
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

/** What is owed, and what of it this command has settled: what came from the store took no time. */
export interface Owed {
  readonly left: number;
  readonly fresh: number;
}

/**
 * From the pace so far of whatever takes longest; where calls have waited for longer than that says is left, they are what the work waits for.
 *
 * @param kinds questions to judges, and attempts of agents
 */
export function etaText(kinds: readonly Owed[], elapsedMs: number, budget: Pick<RunBudget, 'waiting'>): string {
  const owed = kinds.filter(({ left }) => left > 0);
  const known = owed.filter(({ fresh }) => fresh > 0).map(({ left, fresh }) => (left * elapsedMs) / fresh);
  const eta = known.length < owed.length || known.length === 0 ? undefined : Math.max(...known);
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
