/** Reading what faults cost the agents of a sweep out of a store. */
import { z } from 'zod';
import type { Scale } from '../judge/checklist/reward.ts';
import { InputError } from '../judge/errors.ts';
import { groupBy } from '../judge/group-by.ts';
import { sweepAgents } from '../runners/store/agents.ts';
import { chooseJudge } from '../runners/store/judges.ts';
import { type TrialRow, trialRows } from '../runners/store/results.ts';
import { benchmarkNames, checkSweep, tasksOf } from '../runners/store/runs.ts';
import { type Store, type StoreAt, withStore } from '../runners/store/store.ts';
import type { StoredTask } from '../runners/store/tasks.ts';
import { traces } from '../runners/store/traces.ts';
import { stressName } from '../runners/stress/stress-schema.ts';
import { FAULTS_EVENT, type FaultsMet } from '../runners/stress/variants.ts';
import { FAULT_KINDS } from '../runners/world/faults.ts';
import { anyHolds, proofOf } from '../runners/world/truth.ts';
import { AgentRewards, byAgent, byCriterion, scoredTask } from './leaderboard/rewards.ts';
import { type AgentStress, type Cell, type CellTrial, stressOf } from './stress/stress.ts';

export type { AgentStress };

export interface StressOptions {
  readonly sweep: string;
  readonly scale: Scale;
  readonly judge?: string | undefined;
}

export interface StressRead {
  readonly sweep: string;
  readonly scale: Scale;
  readonly judge: string;
  /** In order of name. */
  readonly agents: readonly AgentStress[];
}

/** @throws InputError where the sweep was not run under faults */
export function readStress(at: StoreAt, options: StressOptions): Promise<StressRead> {
  return withStore(at, { mode: 'read' }, (store) => read(store, options));
}

/** Of an agent's identity: under what it ran. */
const stressedSchema = z.object({ stress: z.object({ agent: z.string(), rate: z.number(), kind: z.enum(FAULT_KINDS) }) });

function read(store: Store, { sweep, scale, judge: asked }: StressOptions): StressRead {
  checkSweep(store, sweep);
  const under = stressName(sweep);
  const stressed = [...sweepAgents(store, under)].flatMap(([name, identity]) => {
    const { data } = stressedSchema.safeParse(identity);
    return data === undefined ? [] : [{ name, ...data.stress }];
  });
  if (stressed.length === 0)
    throw new InputError(`${store.path}: "${sweep}" was not run under faults: add stress: {} to its file and run it again`);
  const own = runsIn(store, sweep, scale, asked);
  const faulty = runsIn(store, under, scale, asked);
  const names = [...new Set(stressed.map(({ agent }) => agent))].sort();
  const agents = names.map((agent) => {
    const base = own.runs.get(agent);
    const cells: Cell[] = stressed
      .filter((one) => one.agent === agent)
      .flatMap(({ name, rate, kind }) => {
        const run = faulty.runs.get(name);
        return run === undefined ? [] : [{ rate, kind, ...run }];
      });
    return stressOf(agent, [...(base === undefined ? [] : [{ rate: 0, kind: null, ...base }]), ...cells]);
  });
  return { sweep, scale, judge: own.judge, agents };
}

type Run = Pick<Cell, 'tasks' | 'trials'>;

/** By agent, over all benchmarks that the sweep planned. */
function runsIn(store: Store, sweep: string, scale: Scale, asked: string | undefined): { judge: string; runs: Map<string, Run> } {
  const faults = faultsOf(store, sweep);
  const rewards = new Map<string, AgentRewards>();
  const trials = new Map<string, CellTrial[]>();
  let judged = '';
  for (const benchmark of benchmarkNames(store, sweep)) {
    const selection = { benchmark, sweep };
    const judge = chooseJudge(store, selection, asked);
    judged = judge.name;
    for (const stored of tasksOf(store, selection).values()) {
      const task = scoredTask(stored);
      if (task === undefined) continue;
      for (const [agent, rows] of byAgent(trialRows(store, selection, stored, judge.id))) {
        const sums = rewards.get(agent) ?? new AgentRewards();
        rewards.set(agent, sums);
        sums.add(task, rows, scale);
        const mine = rows.map((row) => cellTrial(row, stored, faults.get(placeOf(agent, stored.task.id, row.repeat))));
        trials.set(agent, [...(trials.get(agent) ?? []), ...mine]);
      }
    }
  }
  return { judge: judged, runs: new Map([...rewards].map(([agent, { tasks }]) => [agent, { tasks, trials: trials.get(agent) ?? [] }])) };
}

const placeOf = (agent: string, task: string, repeat: number) => `${agent}\0${task}\0${repeat}`;

/** What each trial met; of a trial without faults what it opened and was shown, where its trace says so. */
function faultsOf(store: Store, sweep: string): Map<string, FaultsMet> {
  const met = new Map<string, FaultsMet>();
  const events = groupBy(traces(store, { sweep }), ({ agent, task, repeat }) => placeOf(agent, task, repeat));
  for (const [place, rows] of events) {
    const told = rows.findLast(({ name }) => name === FAULTS_EVENT)?.output as FaultsMet | undefined;
    const urls = (name: string) =>
      rows.filter((row) => row.name === name && row.kind === 'tool').flatMap(({ output }) => addressesIn(output));
    met.set(place, told ?? { met: [], read: urls('open'), listed: urls('search') });
  }
  return met;
}

function addressesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(addressesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'url' && typeof inner === 'string' ? [inner] : addressesIn(inner)));
}

function cellTrial(row: TrialRow, stored: StoredTask, faults: FaultsMet | undefined): CellTrial {
  const { inputTokens, outputTokens } = row.usage ?? {};
  return {
    task: stored.task.id,
    repeat: row.repeat,
    failed: row.failed,
    seconds: row.seconds,
    tokens: inputTokens === undefined || outputTokens === undefined ? null : inputTokens + outputTokens,
    met: faults?.met ?? [],
    claims: row.failed || faults === undefined ? null : claimsOf(row, stored, [...faults.read, ...faults.listed]),
  };
}

/** A merit counts as found where every trial of the judge says satisfied. */
function claimsOf({ labels }: TrialRow, { task }: StoredTask, served: readonly string[]): CellTrial['claims'] {
  const given = byCriterion(labels.values());
  const proofs = (task.rubric ?? []).flatMap(({ id, weight }) => {
    const said = given.get(id) ?? [];
    const proof = weight > 0 && said.length > 0 && said.every((label) => label === 'satisfied') ? proofOf(task.id, id) : undefined;
    return proof === undefined ? [] : [proof];
  });
  return { found: proofs.length, unsupported: proofs.filter((words) => !anyHolds(served, words)).length };
}
