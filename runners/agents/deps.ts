/** Dependencies that agents are handed: environment, network and clock. */
import { withRetry } from '../../judge/model/retry.ts';
import type { Prices } from '../judging/prices.ts';
import { sleep } from '../judging/sleep.ts';
import type { FaultPlan } from '../world/faults.ts';
import type { Visit } from '../world/visit.ts';

export interface AgentDeps {
  /** Paths in the config are relative to it: the folder of the sweep file. */
  readonly baseDir: string;
  /** Where keys come from. Read at each call and never stored. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch: typeof fetch;
  /** Rejects with the signal's reason. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** In [0, 1), spreads retries. */
  readonly random?: () => number;
  /** How long a command has between SIGTERM and SIGKILL. 5000 where absent. */
  readonly killGraceMs?: number;
  /** For limits in money. The bundled ones where absent. */
  readonly prices?: Prices;
  /** What goes wrong in the offline world. Nothing where absent. */
  readonly faults?: FaultPlan;
  /** Handed the requests that a trial makes to the offline world, to be read when it is over. */
  readonly onVisit?: (trial: { readonly task: string; readonly repeat: number }, visit: Visit) => void;
  /** What a person should know and stops nothing. */
  readonly onNotice?: (line: string) => void;
  /** How long the offline world is silent under the fault timeout, for programs. */
  readonly worldSilentMs?: number;
}

/** Tries until one is good, or what is wrong is final. What was not answered before `stopping` is nobody's failure. @throws its reason */
export function withTries<T>(attempt: () => Promise<T>, deps: AgentDeps, stopping: AbortSignal): Promise<T> {
  const tried = async () => {
    stopping.throwIfAborted();
    return attempt();
  };
  return withRetry(tried, {
    sleep: (ms) => (deps.sleep ?? sleep)(ms, stopping),
    random: deps.random ?? Math.random,
    onRetry: () => {},
  });
}
