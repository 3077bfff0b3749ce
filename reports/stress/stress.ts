/** stressOf: what faults cost an agent in judged points, what it got over, and what it claims without having read it. */
import { FAULT_KINDS, type FaultKind } from '../../runners/world/faults.ts';
import { onHundred, type TaskReward } from '../leaderboard/rewards.ts';
import { pairedDifference } from '../stats/differences.ts';
import { clopperPearson, type Interval } from '../stats/intervals.ts';
import { scoreEstimate } from '../stats/score-estimate.ts';

/** One agent under one kind of fault at one rate; at rate 0 the agent itself, of no kind. */
export interface Cell {
  readonly rate: number;
  readonly kind: FaultKind | null;
  readonly tasks: readonly TaskReward[];
  readonly trials: readonly CellTrial[];
}

export interface CellTrial {
  readonly task: string;
  readonly repeat: number;
  readonly failed: boolean;
  readonly seconds: number | null;
  /** Of the model, in and out; null where the agent does not count them. */
  readonly tokens: number | null;
  readonly met: readonly { readonly kind: FaultKind; readonly recovered: boolean }[];
  /** Merits that the judge found in the report, and of how many of these no page that was served holds the proof; null where no proof is known. */
  readonly claims: { readonly found: number; readonly unsupported: number } | null;
}

interface Share {
  readonly value: number;
  /** Exact 95% interval. */
  readonly ci: Interval;
  readonly n: number;
}

/** Points are on 0-100. `ci` is the 95% t interval over tasks, families as clusters; null where there are too few. */
export interface AgentStress {
  readonly agent: string;
  readonly points: readonly {
    readonly rate: number;
    readonly kind: FaultKind | 'none';
    readonly score: number;
    readonly ci: Interval | null;
  }[];
  /** S(0) - S(rate), paired by task; S(rate) is a task's mean over the kinds. */
  readonly loss: readonly { readonly rate: number; readonly value: number; readonly ci: Interval | null; readonly tasks: number }[];
  /** Mean score from the lowest rate to the highest, under the line through its points; null with one rate. */
  readonly area: number | null;
  readonly recovery: Readonly<
    Partial<Record<FaultKind, { readonly met: number; readonly recovered: number; readonly ci: Interval | null }>>
  >;
  /** Trials without a report under faults, of tasks on which the agent itself gave one. */
  readonly died: readonly (Share & { readonly rate: number; readonly died: number })[];
  readonly unsupported: readonly (Share & { readonly rate: number })[];
  /** Medians of a trial; null where unknown. */
  readonly took: readonly { readonly rate: number; readonly seconds: number | null; readonly tokens: number | null }[];
}

export function stressOf(agent: string, cells: readonly Cell[]): AgentStress {
  const rates = [...new Set(cells.map(({ rate }) => rate))].sort((a, b) => a - b);
  const at = (rate: number) => cells.filter((cell) => cell.rate === rate && cell.tasks.length > 0);
  const base = at(0)[0];
  const survived = new Set(base?.trials.filter(({ failed }) => !failed).map(keyOf));
  const curve = rates.flatMap((rate) => {
    const means = taskMeans(at(rate));
    return means.size === 0 ? [] : [{ rate, score: meanOf([...means.values()].map(({ value }) => value)) }];
  });
  return {
    agent,
    points: rates.flatMap((rate) =>
      at(rate).map(({ kind, tasks }) => {
        const { score, ci } = scoreEstimate(tasks.map(onHundred));
        return { rate, kind: kind ?? ('none' as const), score, ci };
      }),
    ),
    loss: base === undefined ? [] : rates.filter((rate) => rate > 0).flatMap((rate) => lossAt(rate, base, at(rate))),
    area: areaUnder(curve),
    recovery: recoveryOf(cells),
    died: rates.filter((rate) => rate > 0).flatMap((rate) => diedAt(rate, at(rate), survived)),
    unsupported: rates.flatMap((rate) => unsupportedAt(rate, at(rate))),
    took: rates.map((rate) => {
      const trials = at(rate).flatMap((cell) => cell.trials.filter(({ failed }) => !failed));
      return { rate, seconds: medianOf(trials.map(({ seconds }) => seconds)), tokens: medianOf(trials.map(({ tokens }) => tokens)) };
    }),
  };
}

/** Mean score over the kinds of fault at each rate, from the lowest rate on. */
export function curveOf({ points }: Pick<AgentStress, 'points'>): { readonly rate: number; readonly score: number }[] {
  return [...new Set(points.map(({ rate }) => rate))].map((rate) => {
    const scores = points.filter((point) => point.rate === rate).map(({ score }) => score);
    return { rate, score: meanOf(scores) };
  });
}

const keyOf = ({ task, repeat }: CellTrial) => `${task} ${repeat}`;

/** Of each task its mean over kinds, where every kind has it. */
function taskMeans(cells: readonly Cell[]): Map<string, { readonly value: number; readonly family: string }> {
  const values = new Map<string, { sum: number; count: number; family: string }>();
  for (const { tasks } of cells)
    for (const one of tasks) {
      const { id, family } = one.task;
      const sums = values.get(id) ?? { sum: 0, count: 0, family };
      values.set(id, { family, sum: sums.sum + onHundred(one).value, count: sums.count + 1 });
    }
  const whole = [...values].filter(([, { count }]) => count === cells.length);
  return new Map(whole.map(([id, { sum, count, family }]) => [id, { value: sum / count, family }]));
}

function lossAt(rate: number, base: Cell, cells: readonly Cell[]): AgentStress['loss'][number][] {
  const before = taskMeans([base]);
  const pairs = [...taskMeans(cells)].flatMap(([id, { value, family }]) => {
    const own = before.get(id);
    return own === undefined
      ? []
      : [{ difference: own.value - value, size: Math.max(Math.abs(own.value), Math.abs(value)), cluster: family }];
  });
  if (pairs.length === 0) return [];
  const { mean, ci, n } = pairedDifference(pairs);
  return [{ rate, value: mean, ci, tasks: n }];
}

function areaUnder(curve: readonly { readonly rate: number; readonly score: number }[]): number | null {
  const [first, last] = [curve[0], curve.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  const area = curve.slice(1).reduce((sum, { rate, score }, i) => {
    const before = curve[i] ?? first;
    return sum + ((score + before.score) / 2) * (rate - before.rate);
  }, 0);
  return area / (last.rate - first.rate);
}

function recoveryOf(cells: readonly Cell[]): AgentStress['recovery'] {
  const all = cells.flatMap(({ trials }) => trials.flatMap(({ met }) => met));
  return Object.fromEntries(
    FAULT_KINDS.flatMap((kind) => {
      const met = all.filter((one) => one.kind === kind);
      const recovered = met.filter((one) => one.recovered).length;
      return met.length === 0 ? [] : [[kind, { met: met.length, recovered, ci: clopperPearson(recovered, met.length) }]];
    }),
  );
}

function diedAt(rate: number, cells: readonly Cell[], survived: ReadonlySet<string>): AgentStress['died'][number][] {
  const trials = cells.flatMap((cell) => cell.trials).filter((trial) => survived.has(keyOf(trial)));
  const died = trials.filter(({ failed }) => failed).length;
  return trials.length === 0 ? [] : [{ rate, died, ...share(died, trials.length) }];
}

function unsupportedAt(rate: number, cells: readonly Cell[]): AgentStress['unsupported'][number][] {
  const claims = cells.flatMap(({ trials }) => trials.flatMap(({ claims }) => claims ?? []));
  const found = claims.reduce((sum, one) => sum + one.found, 0);
  const unsupported = claims.reduce((sum, one) => sum + one.unsupported, 0);
  return found === 0 ? [] : [{ rate, ...share(unsupported, found) }];
}

function share(count: number, n: number): Share {
  return { value: count / n, ci: clopperPearson(count, n), n };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function medianOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  const middle = known.length / 2;
  if (known.length === 0) return null;
  return Number.isInteger(middle) ? ((known[middle - 1] ?? 0) + (known[middle] ?? 0)) / 2 : (known[Math.floor(middle)] ?? null);
}
