/** Dependencies that agents are handed: environment, network and clock. */
import { withRetry } from '../../judge/model/retry.ts';
import type { Prices } from '../judging/prices.ts';
import { sleep } from '../judging/sleep.ts';

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
