/** Progress on stderr: bars for people at a terminal, plain lines now and then elsewhere. */
import { MultiBar, type SingleBar } from 'cli-progress';
import type { RunBudget } from '../../runners/judging/budget.ts';
import type { AgentTally, Tally } from '../../runners/judging/progress.ts';
import type { Io } from '../io.ts';
import { barLook, clock, type Listener, listed, moneyText, nowAndThen, redrawn, retriesText, tokensText } from './parts.ts';

export interface Progress extends Listener<Tally> {
  /** A line for a person, kept above the bars. */
  say(line: string): void;
}

export function startProgress(io: Io, budget: RunBudget): Progress {
  const started = performance.now();
  const state = (tally: Tally) => judgeState(tally, budget, performance.now() - started);
  return io.stderr.isTTY === true ? bars(io, state) : lines(io, state);
}

function bars(io: Io, state: (tally: Tally) => string): Progress {
  const multi = new MultiBar({
    ...barLook(io),
    format: '{name} {bar} {value}/{total} {state}',
    noTTYOutput: false,
    fps: 5,
    clearOnComplete: false,
  });
  const known = new Map<string, SingleBar>();
  const barOf = (name: string) => {
    const bar = known.get(name) ?? multi.create(1, 0, { name: '', state: '' });
    known.set(name, bar);
    return bar;
  };
  const draw = (tally: Tally) => {
    const width = Math.max(5, ...tally.agents.map((agent) => agent.name.length));
    for (const agent of tally.agents) {
      const bar = barOf(agent.name);
      bar.setTotal(Math.max(1, agent.trials));
      bar.update(attempted(agent), { name: agent.name.padEnd(width), state: agentState(agent) });
    }
    const judge = barOf('');
    const { owed, settled } = judged(tally);
    judge.setTotal(Math.max(1, owed));
    judge.update(settled, { name: 'judge'.padEnd(width), state: state(tally) });
  };
  return { ...redrawn(draw, () => multi.stop()), say: (line) => void multi.log(`${line}\n`) };
}

function lines(io: Io, state: (tally: Tally) => string): Progress {
  const line = (tally: Tally) => {
    const { owed, settled } = judged(tally);
    const trials = tally.agents.reduce((sum, agent) => sum + attempted(agent) - agent.missing, 0);
    const all = tally.agents.reduce((sum, agent) => sum + agent.trials, 0);
    return `trials ${trials}/${all}, criteria ${settled}/${owed}; ${state(tally)}`;
  };
  return { ...nowAndThen(io, line), say: (text) => void io.stderr.write(`${text}\n`) };
}

function attempted(agent: AgentTally): number {
  return agent.written + agent.reused + agent.failed + agent.missing;
}

/** Criteria x trials known to be wanted so far, and those with a verdict or given up. */
function judged(tally: Tally): { owed: number; settled: number } {
  let owed = 0;
  let settled = 0;
  for (const agent of tally.agents) {
    owed += agent.criteria;
    settled += agent.cached + agent.judged + agent.unscored;
  }
  return { owed, settled };
}

function agentState(agent: AgentTally): string {
  return listed([
    agent.reused > 0 ? `${agent.reused} from the store` : '',
    agent.failed > 0 ? `${agent.failed} failed` : '',
    agent.missing > 0 ? `${agent.missing} owed` : '',
  ]);
}

function judgeState(tally: Tally, budget: RunBudget, elapsedMs: number): string {
  const fresh = tally.agents.reduce((sum, agent) => sum + agent.judged + agent.unscored, 0);
  const unscored = tally.agents.reduce((sum, agent) => sum + agent.unscored, 0);
  return listed([
    eta(tally, fresh, elapsedMs),
    tokensText(budget),
    moneyText(budget),
    retriesText(budget),
    unscored > 0 ? `${unscored} unscored` : '',
  ]);
}

/** From the pace so far, over the trials that are planned and not only those already begun. */
function eta(tally: Tally, fresh: number, elapsedMs: number): string {
  const { owed, settled } = judged(tally);
  const begun = tally.agents.reduce((sum, agent) => sum + attempted(agent), 0);
  const planned = tally.agents.reduce((sum, agent) => sum + agent.trials, 0);
  if (begun === planned && settled === owed && fresh === 0) {
    const attempts = tally.agents.reduce((sum, agent) => sum + agent.written + agent.failed, 0);
    return attempts === 0 ? 'nothing to do' : `${clock(elapsedMs)} taken`;
  }
  if (fresh === 0 || begun === 0) return 'ETA --';
  const whole = (owed / begun) * planned;
  const left = Math.max(0, whole - settled);
  return left < 1 ? `${clock(elapsedMs)} taken` : `ETA ${clock((left * elapsedMs) / fresh)}`;
}
