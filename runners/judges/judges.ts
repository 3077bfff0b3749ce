/** Judges as configured: what a sweep file or the command line says, made into a judge that can be asked. */
import { z } from 'zod';
import { createModelJudge, type Judge } from '../../judge/checklist/judge.ts';
import { InputError, ModelError } from '../../judge/errors.ts';
import { createOfflineComparer } from '../../judge/lexical/compare.ts';
import { createOfflineJudge } from '../../judge/lexical/judge.ts';
import type { AskDeps } from '../../judge/model/ask.ts';
import { connect } from '../../judge/model/endpoint.ts';
import { Limit } from '../../judge/model/limit.ts';
import type { Complete } from '../../judge/model/model.ts';
import { type Comparer, createModelComparer } from '../../judge/pairwise/compare.ts';
import { withoutKeys } from '../agents/identity.ts';
import type { Control } from '../judging/control.ts';

const OPENAI = 'https://api.openai.com/v1';
const whole = z.number().int().positive();

const offlineSchema = z.strictObject({ kind: z.literal('offline'), trials: whole.default(1) });

export const modelSchema = z.strictObject({
  kind: z.literal('model'),
  /** As leaderboards show it; the model's name where absent. */
  name: z.string().min(1).optional(),
  model: z.string().min(1),
  url: z.string().default(OPENAI),
  /** The environment variable that holds the key. */
  apiKeyEnv: z.string().min(1).default('OPENAI_API_KEY'),
  temperature: z.number().min(0).max(2).default(0),
  /** Labels asked for: satisfied, partial and unsatisfied, or without partial. */
  labels: z.union([z.literal(2), z.literal(3)]).default(3),
  criteriaPerCall: whole.max(50).default(1),
  /** Independent judgments of every criterion, averaged. */
  trials: whole.default(1),
  /** Longest report, in estimated tokens, that is shown whole. */
  contextTokens: z.number().int().min(500).default(100_000),
  /** One call of a report goes first alone, so that the endpoint has the report cached when the rest come. */
  warmPrefix: z.boolean().default(false),
  timeoutSeconds: z.number().positive().max(3600).default(180),
  /** Sent as it is in every request, for what one endpoint understands. */
  extraBody: z.record(z.string(), z.unknown()).optional(),
});

export const judgeSchema = z.discriminatedUnion('kind', [offlineSchema, modelSchema]);
export type JudgeConfig = z.infer<typeof judgeSchema>;

/** The models that are billed. */
export function modelsOf(judges: readonly JudgeConfig[]): string[] {
  return judges.flatMap((judge) => (judge.kind === 'model' ? [judge.model] : []));
}

export interface OpenJudge {
  readonly judge: Judge;
  readonly trials: number;
  readonly limit: Limit;
  close(): Promise<void>;
}

export interface JudgeDeps {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly concurrency: number;
  readonly control: Control;
  readonly random: () => number;
  readonly onNotice: (line: string) => void;
}

/** @throws InputError for a wrong URL, or where the public OpenAI endpoint is asked without a key */
export function openJudge(config: JudgeConfig, deps: JudgeDeps): OpenJudge {
  if (config.kind === 'offline')
    return { judge: createOfflineJudge(), trials: config.trials, limit: new Limit(deps.concurrency), close: async () => {} };
  const { model, temperature, labels, criteriaPerCall, contextTokens, warmPrefix, trials } = config;
  const { ask, close } = openEndpoint(config, deps);
  const judge = createModelJudge(
    { name: config.name ?? model, model, temperature, labels, criteriaPerCall, contextTokens, warmPrefix },
    ask,
  );
  return { judge: { ...judge, identity: withExtra(judge.identity, config, deps) }, trials, limit: ask.limit, close };
}

export interface OpenComparer {
  readonly comparer: Comparer;
  readonly trials: number;
  readonly limit: Limit;
  close(): Promise<void>;
}

/** The same configuration as a pairwise judge. @throws InputError as openJudge does */
export function openComparer(config: JudgeConfig, deps: JudgeDeps): OpenComparer {
  if (config.kind === 'offline')
    return { comparer: createOfflineComparer(), trials: config.trials, limit: new Limit(deps.concurrency), close: async () => {} };
  const { model, temperature, contextTokens, trials } = config;
  const { ask, close } = openEndpoint(config, deps);
  const comparer = createModelComparer({ name: config.name ?? model, model, temperature, contextTokens }, ask);
  return {
    comparer: { ...comparer, identity: withExtra(comparer.identity, config, deps) },
    trials,
    limit: ask.limit,
    close,
  };
}

export type ModelConfig = Extract<JudgeConfig, { kind: 'model' }>;

/** What is sent beside the prompt can change a verdict as much as a temperature does. */
function withExtra(
  identity: Readonly<Record<string, unknown>>,
  { extraBody, apiKeyEnv }: ModelConfig,
  { env }: JudgeDeps,
): Readonly<Record<string, unknown>> {
  return extraBody === undefined ? identity : withoutKeys({ ...identity, extraBody }, env, { key: env[apiKeyEnv] });
}

/** A model that can be asked. @throws InputError as openJudge does */
export function openEndpoint(config: ModelConfig, deps: JudgeDeps): { ask: AskDeps; close: () => Promise<void> } {
  // An empty variable counts as not set, as in a .env file with a line left blank.
  const apiKey = deps.env[config.apiKeyEnv]?.trim() || undefined;
  if (apiKey === undefined && config.url.startsWith(OPENAI)) {
    throw new InputError(`no key for ${OPENAI}: set ${config.apiKeyEnv}, give --judge-url for another endpoint, or use --judge offline`);
  }
  const { control } = deps;
  const endpoint = connect({
    baseUrl: config.url,
    model: config.model,
    apiKey,
    apiKeyName: config.apiKeyEnv,
    temperature: config.temperature,
    connections: deps.concurrency,
    timeoutMs: config.timeoutSeconds * 1000,
    ...(config.extraBody !== undefined && { extraBody: config.extraBody }),
    onNotice: deps.onNotice,
  });
  const complete: Complete = async (request, signal) => {
    control.open++;
    try {
      return await endpoint.complete(request, signal);
    } catch (error) {
      // Every further call would fail alike: none is started from here on.
      if (error instanceof ModelError && error.kind === 'permanent') control.halt(error);
      throw error;
    } finally {
      control.open--;
    }
  };
  const ask: AskDeps = {
    complete,
    limit: new Limit(deps.concurrency),
    sleep: (ms) => control.sleep(ms),
    random: deps.random,
    mayCall: () => control.mayCall(),
    onRetry: (error) => control.retried(error),
  };
  return { ask, close: () => endpoint.close() };
}
