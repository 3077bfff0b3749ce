/** Progress of battles on stderr: a bar for people at a terminal, plain lines now and then elsewhere. */
import { SingleBar } from 'cli-progress';
import type { Control } from '../runners/control.ts';
import { type BattleTally, settled } from '../runners/tally.ts';
import { colourOf, type Io } from './io.ts';
import { clock, FRAME_MS, LINE_MS, moneyText, thousands } from './progress.ts';

export interface BattleProgress {
  update(tally: BattleTally): void;
  done(): void;
}

export function startBattleProgress(io: Io, control: Control): BattleProgress {
  const started = performance.now();
  const state = (tally: BattleTally) => stateOf(tally, control, performance.now() - started);
  return io.stderr.isTTY === true ? bar(io, state) : lines(io, state);
}

type State = (tally: BattleTally) => string;

function bar(io: Io, state: State): BattleProgress {
  const colour = colourOf(io.stderr, io.env);
  const shown = new SingleBar({
    stream: io.stderr as unknown as NodeJS.WritableStream,
    format: 'comparisons {bar} {value}/{total} {state}',
    barsize: 24,
    barCompleteChar: colour ? '█' : '#',
    barIncompleteChar: colour ? '░' : '-',
    hideCursor: true,
    emptyOnZero: true,
  });
  let latest: BattleTally | undefined;
  const draw = () => {
    if (latest === undefined) return;
    if (!shown.isActive) shown.start(Math.max(1, latest.wanted), 0, { state: '' });
    shown.setTotal(Math.max(1, latest.wanted));
    shown.update(settled(latest), { state: state(latest) });
  };
  const timer = setInterval(draw, FRAME_MS);
  return {
    update(tally) {
      latest = tally;
    },
    done() {
      clearInterval(timer);
      draw();
      shown.stop();
    },
  };
}

function lines(io: Io, state: State): BattleProgress {
  let last = performance.now();
  let latest: BattleTally | undefined;
  const line = () => {
    if (latest !== undefined) io.stderr.write(`comparisons ${settled(latest)}/${latest.wanted}; ${state(latest)}\n`);
  };
  return {
    update(tally) {
      latest = tally;
      if (performance.now() - last < LINE_MS) return;
      last = performance.now();
      line();
    },
    done: line,
  };
}

function stateOf(tally: BattleTally, control: Control, elapsedMs: number): string {
  const { battles, flipped, unscored } = tally;
  return [
    eta(tally, elapsedMs),
    control.tokens > 0 ? `${thousands(control.tokens)} tokens` : '',
    moneyText(control),
    flipped > 0 ? `${flipped} of ${battles} battles flipped` : '',
    control.retries > 0 ? `${control.retries} retries` : '',
    unscored > 0 ? `${unscored} unscored` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** From the pace so far; what came from the store took no time. */
function eta(tally: BattleTally, elapsedMs: number): string {
  const fresh = tally.judged + tally.unscored;
  const left = tally.wanted - settled(tally);
  if (left <= 0) return `${clock(elapsedMs)} taken`;
  return fresh === 0 ? 'ETA --' : `ETA ${clock((left * elapsedMs) / fresh)}`;
}
