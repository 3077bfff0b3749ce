/** Progress of a run on stderr: bars for people at a terminal, plain lines now and then elsewhere. */
import { MultiBar, type SingleBar } from 'cli-progress';
import { printable } from '../../benchmarks/files/check.ts';
import type { RunBudget } from '../../runners/judging/budget.ts';
import { type AgentProgress, attempted, left, type RunProgress, settled, totalOf } from '../../runners/judging/progress.ts';
import type { Io } from '../io.ts';
import {
  barLook,
  clock,
  etaText,
  type Line,
  listed,
  moneyText,
  nameColumn,
  nowAndThen,
  type Progress,
  redrawn,
  retriesText,
  type Shown,
  tokensText,
} from './parts.ts';

type State = Shown<RunProgress>;

export function startProgress(io: Io): Progress<RunProgress> {
  const started = performance.now();
  const parts = (state: State) => judgeState(state, performance.now() - started);
  return io.stderr.isTTY === true ? bars(io, parts) : lines(io, parts);
}

function bars(io: Io, parts: (state: State) => readonly string[]): Progress<RunProgress> {
  const multi = new MultiBar({
    ...barLook(io),
    noTTYOutput: false,
    fps: 5,
    clearOnComplete: false,
  });
  const known = new Map<string, SingleBar>();
  const barOf = (name: string) => {
    const bar = known.get(name) ?? multi.create(1, 0, { name: '', parts: [] } satisfies Line);
    known.set(name, bar);
    return bar;
  };
  const draw = (state: State) => {
    const { agents } = state.progress;
    const column = nameColumn(
      agents.map(({ name }) => name),
      'judge'.length,
    );
    for (const agent of agents) {
      const bar = barOf(agent.name);
      bar.setTotal(Math.max(1, agent.trials));
      bar.update(attempted(agent) - agent.missing, {
        name: column(agent.name),
        none: agent.trials === 0,
        parts: [...agentState(agent), liveText(state.progress, agent.name)],
      } satisfies Line);
    }
    const judge = barOf('');
    const total = totalOf(state.progress);
    judge.setTotal(Math.max(1, total.wanted));
    judge.update(settled(total), { name: column('judge'), none: total.wanted === 0, parts: parts(state) } satisfies Line);
  };
  return { ...redrawn(draw, () => multi.stop()), say: (line) => void multi.log(`${line}\n`) };
}

function lines(io: Io, parts: (state: State) => readonly string[]): Progress<RunProgress> {
  return nowAndThen(io, (state) => {
    const total = totalOf(state.progress);
    const attempts = `${attempted(total) - total.missing}/${total.trials}`;
    return listed([`attempts ${attempts}, criteria ${settled(total)}/${total.wanted}; ${listed(parts(state))}`, liveText(state.progress)]);
  });
}

function agentState(agent: AgentProgress): string[] {
  return [
    agent.failed > 0 ? `${agent.failed} failed` : '',
    agent.missing > 0 ? `${agent.missing} owed` : '',
    agent.reused > 0 ? `${agent.reused} from the store` : '',
  ];
}

/** Attempts under way that are named; the others are counted. */
const MOST_NAMED = 3;

/** Turns and tokens of attempts under way, the furthest first. */
function liveText({ live = new Set() }: RunProgress, agent?: string): string {
  const mine = [...live].filter((attempt) => agent === undefined || attempt.agent === agent).sort((a, b) => b.turns - a.turns);
  const named = mine
    .slice(0, MOST_NAMED)
    .map(({ task, turns, tokens }) => `${printable(task, 30)} turn ${turns}${tokens > 0 ? ` ${tokensText({ tokens })}` : ''}`);
  const more = mine.length > MOST_NAMED ? ` and ${mine.length - MOST_NAMED} more` : '';
  return named.length === 0 ? '' : `under way: ${named.join('; ')}${more}`;
}

function judgeState({ progress, budget }: State, elapsedMs: number): string[] {
  const total = totalOf(progress);
  return [
    timeText(total, elapsedMs, budget),
    total.unscored > 0 ? `${total.unscored} unscored` : '',
    total.split > 0 ? `${total.split} split` : '',
    retriesText(budget),
    moneyText(budget),
    tokensText(budget),
  ];
}

/** Over all that is planned. */
function timeText(total: AgentProgress, elapsedMs: number, budget: RunBudget): string {
  const fresh = total.judged + total.unscored + total.split;
  const attempts = { left: total.trials - attempted(total), fresh: total.written + total.failed };
  if (attempts.left === 0 && left(total) <= 0)
    return fresh + total.written + total.failed === 0 ? 'nothing to do' : `${clock(elapsedMs)} taken`;
  return etaText([{ left: left(total), fresh }, attempts], elapsedMs, budget);
}
