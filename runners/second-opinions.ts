/** secondOpinions: a model's second opinion on every rubric of a task file, one call each. */
import type { Task } from '../benchmarks/task.ts';
import { type Opinion, secondOpinion } from '../judge/checklist/second-opinion.ts';
import { isUnscored, Stopped } from '../judge/model/ask.ts';
import { totalTokens } from '../judge/model/usage.ts';
import { type ModelConfig, openEndpoint } from './judges/model.ts';
import { RunBudget } from './judging/budget.ts';
import { Stop } from './judging/stop.ts';

export interface OpinionDeps {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly concurrency: number;
  readonly onNotice: (line: string) => void;
  /** Breaks off what is in flight; what was answered is kept. */
  readonly aborting: AbortSignal;
}

export interface TaskOpinions {
  readonly task: string;
  readonly opinions: readonly Opinion[];
  /** Why the model gave none, after all retries. */
  readonly unscored?: string;
}

export interface SecondOpinions {
  readonly model: string;
  /** In the order of the tasks; tasks without a rubric are left out. */
  readonly tasks: readonly TaskOpinions[];
  readonly calls: number;
  /** Null where the endpoint did not say it of every call. */
  readonly tokens: number | null;
  readonly interrupted: boolean;
}

/** @throws InputError for a wrong URL or a missing key, ModelError of kind permanent where every call would fail alike */
export async function secondOpinions(tasks: readonly Task[], config: ModelConfig, deps: OpinionDeps): Promise<SecondOpinions> {
  const stop = new Stop();
  const budget = new RunBudget({}, { rates: [], models: [] }, stop);
  const { ask, close } = openEndpoint(config, { ...deps, stop, budget, random: Math.random });
  const abort = () => stop.abort();
  deps.aborting.addEventListener('abort', abort, { once: true });
  let tokens: number | null = 0;
  const one = async ({ id, query, rubric }: Task): Promise<TaskOpinions | undefined> => {
    if (rubric === undefined) return undefined;
    try {
      const settle = async ({ usage }: { usage: Parameters<typeof totalTokens>[0] | undefined }) => {
        tokens = usage === undefined || tokens === null ? null : tokens + totalTokens(usage);
      };
      return { task: id, opinions: await secondOpinion({ query, rubric }, ask, settle, stop.aborting) };
    } catch (error) {
      if (isUnscored(error)) return { task: id, opinions: [], unscored: error.message };
      if (!(error instanceof Stopped)) stop.halt(error);
      return undefined;
    }
  };
  try {
    const found = await Promise.all(tasks.map(one));
    if (stop.failure !== undefined) throw stop.failure;
    const given = found.filter((each) => each !== undefined);
    return { model: config.model, tasks: given, calls: budget.calls, tokens, interrupted: stop.stopping.aborted };
  } finally {
    deps.aborting.removeEventListener('abort', abort);
    await close();
  }
}
