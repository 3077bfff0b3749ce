/** stressedAgents: the agents of a sweep once more under each kind of fault at each rate, each with what it met in its trace. */
import { InputError } from '../../judge/errors.ts';
import type { Agent } from '../agents/agent.ts';
import { type AgentConfig, createAgent } from '../agents/create.ts';
import type { AgentDeps } from '../agents/deps.ts';
import type { TraceEvent } from '../agents/trace.ts';
import type { FaultKind } from '../world/faults.ts';
import { type MetFault, metFaults, type Visit } from '../world/visit.ts';
import type { StressConfig } from './stress-schema.ts';

/** Which agent under what; part of the identity of its trials. */
export interface Stressed {
  readonly agent: string;
  readonly rate: number;
  readonly kind: FaultKind;
  readonly lasting: StressConfig['lasting'];
  readonly seed: number;
}

/** What the trace of a trial under faults ends with. */
export const FAULTS_EVENT = 'faults';

export interface FaultsMet {
  readonly met: readonly MetFault[];
  /** Addresses of the pages that were served whole, and of those that were results of a search. */
  readonly read: readonly string[];
  readonly listed: readonly string[];
}

/** Rate 0 is the agent itself. @throws InputError for agents that do not look things up in the offline world */
export function stressedAgents(configs: readonly AgentConfig[], stress: StressConfig, deps: AgentDeps): Agent[] {
  const outside = configs.filter((config) => !isInWorld(config));
  if (outside.length > 0)
    throw new InputError(
      `stress: faults are injected into the offline world, where ${outside.map(({ name }) => `"${name}"`).join(', ')} does not search: give search: {kind: world}, or world: true to a command`,
    );
  const { rates, kinds, lasting, seed } = stress;
  const cells = rates.filter((rate) => rate > 0).flatMap((rate) => kinds.map((kind) => ({ rate, kind, lasting, seed })));
  return configs.flatMap((config) => cells.map((cell) => stressedAgent(config, { agent: config.name, ...cell }, deps)));
}

function isInWorld(config: AgentConfig): boolean {
  return 'search' in config ? config.search.kind === 'world' : config.kind === 'command' && config.world;
}

function stressedAgent(config: AgentConfig, stress: Stressed, deps: AgentDeps): Agent {
  const visits = new Map<string, Visit>();
  const { rate, kind, lasting, seed } = stress;
  const agent = createAgent(config, {
    ...deps,
    faults: { rate, kinds: [kind], lasting, seed },
    onVisit: ({ task, repeat }, visit) => void visits.set(`${task} ${repeat}`, visit),
  });
  return {
    ...agent,
    name: `${config.name} ~ ${kind} ${percent(rate)}`,
    identity: { ...agent.identity, stress },
    async attempt(task, repeat, ...rest) {
      const key = `${task.id} ${repeat}`;
      try {
        const reply = await agent.attempt(task, repeat, ...rest);
        const visit = visits.get(key);
        if (reply === undefined || visit === undefined) return reply;
        const trace = reply.trace ?? [];
        return { ...reply, trace: [...trace, faultsEvent(visit, trace.at(-1)?.turn ?? 1)] };
      } finally {
        visits.delete(key);
      }
    },
  };
}

function percent(rate: number): string {
  return `${Number((rate * 100).toFixed(2))}%`;
}

function faultsEvent({ record }: Visit, turn: number): TraceEvent {
  const served = (op: 'search' | 'open') => [...new Set(record.filter((one) => one.op === op).flatMap((one) => one.served))];
  const output: FaultsMet = { met: metFaults(record), read: served('open'), listed: served('search') };
  return { turn, kind: 'message', name: FAULTS_EVENT, output };
}
