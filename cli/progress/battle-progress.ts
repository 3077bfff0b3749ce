/** Progress of battles on stderr: a bar for people at a terminal, plain lines now and then elsewhere. */
import { SingleBar } from 'cli-progress';
import type { RunBudget } from '../../runners/judging/budget.ts';
import { type BattleTally, settled } from '../../runners/judging/progress.ts';
import type { Io } from '../io.ts';
import { barLook, clock, type Listener, listed, moneyText, nowAndThen, redrawn, retriesText, tokensText } from './parts.ts';

export function startBattleProgress(io: Io, budget: RunBudget): Listener<BattleTally> {
  const started = performance.now();
  const state = (tally: BattleTally) => stateOf(tally, budget, performance.now() - started);
  if (io.stderr.isTTY === true) return bar(io, state);
  return nowAndThen(io, (tally) => `comparisons ${settled(tally)}/${tally.wanted}; ${state(tally)}`);
}

function bar(io: Io, state: (tally: BattleTally) => string): Listener<BattleTally> {
  const shown = new SingleBar({ ...barLook(io), format: 'comparisons {bar} {value}/{total} {state}' });
  const draw = (tally: BattleTally) => {
    if (!shown.isActive) shown.start(Math.max(1, tally.wanted), 0, { state: '' });
    shown.setTotal(Math.max(1, tally.wanted));
    shown.update(settled(tally), { state: state(tally) });
  };
  return redrawn(draw, () => shown.stop());
}

function stateOf(tally: BattleTally, budget: RunBudget, elapsedMs: number): string {
  const { battles, flipped, unscored } = tally;
  return listed([
    eta(tally, elapsedMs),
    tokensText(budget),
    moneyText(budget),
    flipped > 0 ? `${flipped} of ${battles} battles flipped` : '',
    retriesText(budget),
    unscored > 0 ? `${unscored} unscored` : '',
  ]);
}

/** From the pace so far; what came from the store took no time. */
function eta(tally: BattleTally, elapsedMs: number): string {
  const fresh = tally.judged + tally.unscored;
  const left = tally.wanted - settled(tally);
  if (left <= 0) return `${clock(elapsedMs)} taken`;
  return fresh === 0 ? 'ETA --' : `ETA ${clock((left * elapsedMs) / fresh)}`;
}
