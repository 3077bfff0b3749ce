/** Progress on stderr: bars for people at a terminal, plain lines now and then elsewhere. */
import { MultiBar, type SingleBar } from 'cli-progress';
import type { Control } from '../runners/control.ts';
import type { AgentTally, Tally } from '../runners/tally.ts';
import { colourOf, type Io } from './io.ts';

/** Terminals are redrawn this often; logs get a line this often. */
export const FRAME_MS = 200;
export const LINE_MS = 10_000;

export interface Progress {
  update(tally: Tally): void;
  /** A line for a person, kept above the bars. */
  say(line: string): void;
  done(): void;
}

export function startProgress(io: Io, control: Control): Progress {
  return io.stderr.isTTY === true ? bars(io, control) : lines(io, control);
}

function bars(io: Io, control: Control): Progress {
  const colour = colourOf(io.stderr, io.env);
  const multi = new MultiBar({
    stream: io.stderr as unknown as NodeJS.WritableStream,
    format: '{name} {bar} {value}/{total} {state}',
    barsize: 24,
    barCompleteChar: colour ? '█' : '#',
    barIncompleteChar: colour ? '░' : '-',
    hideCursor: true,
    noTTYOutput: false,
    fps: 5,
    clearOnComplete: false,
    emptyOnZero: true,
  });
  const known = new Map<string, SingleBar>();
  const started = performance.now();
  let latest: Tally | undefined;
  const draw = () => {
    if (latest === undefined) return;
    const width = Math.max(5, ...latest.agents.map((agent) => agent.name.length));
    for (const agent of latest.agents) {
      const bar = known.get(agent.name) ?? multi.create(1, 0, { name: '', state: '' });
      known.set(agent.name, bar);
      bar.setTotal(Math.max(1, agent.trials));
      bar.update(attempted(agent), { name: agent.name.padEnd(width), state: agentState(agent) });
    }
    const judge = known.get('') ?? multi.create(1, 0, { name: '', state: '' });
    known.set('', judge);
    const { owed, settled } = judged(latest);
    judge.setTotal(Math.max(1, owed));
    judge.update(settled, { name: 'judge'.padEnd(width), state: judgeState(latest, control, performance.now() - started) });
  };
  const timer = setInterval(draw, FRAME_MS);
  return {
    update(tally) {
      latest = tally;
    },
    say: (line) => void multi.log(`${line}\n`),
    done() {
      clearInterval(timer);
      draw();
      multi.stop();
    },
  };
}

function lines(io: Io, control: Control): Progress {
  const started = performance.now();
  let last = started;
  let latest: Tally | undefined;
  const line = () => {
    if (latest === undefined) return;
    const { owed, settled } = judged(latest);
    const trials = latest.agents.reduce((sum, agent) => sum + attempted(agent) - agent.missing, 0);
    const all = latest.agents.reduce((sum, agent) => sum + agent.trials, 0);
    io.stderr.write(`trials ${trials}/${all}, criteria ${settled}/${owed}; ${judgeState(latest, control, performance.now() - started)}\n`);
  };
  return {
    update(tally) {
      latest = tally;
      if (performance.now() - last < LINE_MS) return;
      last = performance.now();
      line();
    },
    say: (text) => void io.stderr.write(`${text}\n`),
    done: line,
  };
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
  const parts = [
    agent.reused > 0 ? `${agent.reused} from the store` : '',
    agent.failed > 0 ? `${agent.failed} failed` : '',
    agent.missing > 0 ? `${agent.missing} owed` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function judgeState(tally: Tally, control: Control, elapsedMs: number): string {
  const fresh = tally.agents.reduce((sum, agent) => sum + agent.judged + agent.unscored, 0);
  const unscored = tally.agents.reduce((sum, agent) => sum + agent.unscored, 0);
  return [
    eta(tally, fresh, elapsedMs),
    control.tokens > 0 ? `${thousands(control.tokens)} tokens` : '',
    moneyText(control),
    control.retries > 0 ? `${control.retries} retries` : '',
    unscored > 0 ? `${unscored} unscored` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** In each currency that could not be converted, so that a part does not pass for the whole; empty where nothing was spent. */
export function moneyText({ money, currency = '', unconverted }: Pick<Control, 'money' | 'currency' | 'unconverted'>): string {
  return [[currency, money] as const, ...unconverted]
    .filter(([, amount]) => amount > 0)
    .map(([unit, amount]) => `${amount.toFixed(amount < 1 ? 4 : 2)} ${unit}`)
    .join(' + ');
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

export function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return (parts[0] === 0 ? parts.slice(1) : parts).map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

export function thousands(value: number): string {
  if (value < 10_000) return String(value);
  return value < 10_000_000 ? `${Math.round(value / 1000)}k` : `${(value / 1e6).toFixed(1)}M`;
}
