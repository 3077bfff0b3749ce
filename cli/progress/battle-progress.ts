/** Progress of battles on stderr: a bar for people at a terminal, plain lines now and then elsewhere. */
import { SingleBar } from 'cli-progress';
import { type BattleProgress, left, settled } from '../../runners/judging/progress.ts';
import type { Io } from '../io.ts';
import {
  barLook,
  clock,
  etaText,
  type Line,
  listed,
  moneyText,
  nowAndThen,
  type Progress,
  redrawn,
  retriesText,
  type Shown,
  tokensText,
} from './parts.ts';

type State = Shown<BattleProgress>;

export function startBattleProgress(io: Io): Progress<BattleProgress> {
  const started = performance.now();
  const parts = (state: State) => stateOf(state, performance.now() - started);
  if (io.stderr.isTTY === true) return bar(io, parts);
  return nowAndThen(io, (state) => `comparisons ${settled(state.progress)}/${state.progress.wanted}; ${listed(parts(state))}`);
}

function bar(io: Io, parts: (state: State) => readonly string[]): Progress<BattleProgress> {
  const shown = new SingleBar(barLook(io));
  const draw = (state: State) => {
    const { progress } = state;
    const line: Line = { name: 'comparisons', none: progress.wanted === 0, parts: parts(state) };
    if (!shown.isActive) shown.start(Math.max(1, progress.wanted), 0, line);
    shown.setTotal(Math.max(1, progress.wanted));
    shown.update(settled(progress), line);
  };
  return { ...redrawn(draw, () => shown.stop()), say: (line) => void io.stderr.write(`${line}\n`) };
}

function stateOf({ progress, budget }: State, elapsedMs: number): string[] {
  const { battles, flipped, unscored } = progress;
  return [
    left(progress) <= 0
      ? `${clock(elapsedMs)} taken`
      : etaText([{ left: left(progress), fresh: progress.judged + progress.unscored }], elapsedMs, budget),
    unscored > 0 ? `${unscored} unscored` : '',
    retriesText(budget),
    moneyText(budget),
    tokensText(budget),
    flipped > 0 ? `${flipped} of ${battles} battles flipped` : '',
  ];
}
