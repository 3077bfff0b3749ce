/** A judge that is a chat model behind an OpenAI-compatible endpoint. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';
import { batchesOf } from '../../judge/checklist/batches.ts';
import { createModelJudge } from '../../judge/checklist/judge.ts';
import { type ChecklistPrompt, checklistPrompt } from '../../judge/checklist/prompts.ts';
import { CONFIDENCES } from '../../judge/checklist/reply.ts';
import { InputError, ModelError } from '../../judge/errors.ts';
import type { AskDeps } from '../../judge/model/ask.ts';
import { connect, type Endpoint, type EndpointOptions } from '../../judge/model/endpoint.ts';
import { Limit } from '../../judge/model/limit.ts';
import type { Complete } from '../../judge/model/model.ts';
import { Repeats } from '../../judge/model/repeats.ts';
import { createModelComparer } from '../../judge/pairwise/compare.ts';
import { PAIR_PROMPT, type PairPrompt } from '../../judge/pairwise/prompts.ts';
import { withTexts } from '../../judge/prompt-file.ts';
import { envNameSchema, headersSchema, urlSchema } from '../agents/entry.ts';
import { withoutKeys } from '../agents/identity.ts';
import { accessTo } from '../http/access.ts';
import { proxyOf } from '../http/proxy.ts';
import { type JudgeDeps, type JudgeKind, trials } from './judge-kind.ts';

export const modelSchema = z.strictObject({
  kind: z.literal('model').register(keys, { about: 'a model behind an OpenAI-compatible endpoint' }),
  url: urlSchema().exactOptional().register(keys, {
    absent: '`OPENAI_BASE_URL`, else OpenAI',
    about: 'OpenAI-compatible endpoint, as in `http://localhost:8000/v1`',
    flag: '--judge-url <url>',
    scope: 'endpoint',
  }),
  model: z.string().min(1).register(keys, { about: 'as the endpoint calls it', flag: '--judge-model <name>', scope: 'endpoint' }),
  apiKeyEnv: envNameSchema.default('OPENAI_API_KEY').register(keys, {
    about: "environment variable that holds the key; it must be set for OpenAI's own endpoint only",
    flag: '--judge-key-env <name>',
    scope: 'endpoint',
  }),
  headers: headersSchema().exactOptional().register(keys, {
    about: 'sent with every request, in place of the key where they carry one; `${NAME}` in a value is taken from the environment',
    absent: 'none',
    flag: "--judge-header <'name: value'>",
    scope: 'endpoint',
  }),
  extraBody: z.record(z.string(), z.unknown()).exactOptional().register(keys, {
    about: "sent as it is in every request's body, for what one endpoint understands; part of the judge's identity",
    absent: 'none',
    flag: '--judge-body <json>',
    scope: 'endpoint',
  }),
  revision: z.string().min(1).max(200).exactOptional().register(keys, {
    about: "which weights answer under the model's name, as in a checkpoint's step; another revision is another judge",
    absent: 'none',
    flag: '--judge-revision <text>',
  }),
  prompt: z.string().min(1).exactOptional().register(keys, {
    about: "file of texts in place of the judge's own, as --print-prompt writes them; another prompt is another judge",
    absent: 'built in',
    flag: '--judge-prompt <file>',
  }),
  name: z.string().min(1).optional().register(keys, { about: 'as leaderboards show it', flag: '--judge-name <name>', absent: 'the model' }),
  trials: trials(),
  criteriaPerCall: z.int().min(1).max(50).default(1).register(keys, {
    about: 'criteria in one model call',
    flag: '--criteria-per-call <n>',
    scope: 'rubric',
  }),
  labels: z.literal([2, 3]).default(3).register(keys, {
    about: 'labels asked for: 3 with "partial", 2 without',
    flag: '--labels <n>',
    scope: 'rubric',
  }),
  confidence: z.enum(CONFIDENCES).default('stated').register(keys, {
    about: "stated: as the judge says; logprobs: the probability of its label's tokens, none where the endpoint gives none",
    flag: '--judge-confidence <kind>',
    scope: 'rubric',
  }),
  temperature: z.number().min(0).max(2).default(0).register(keys, { about: 'of the judge model', flag: '--temperature <t>' }),
  contextTokens: z.int().min(2_000).default(100_000).register(keys, {
    about:
      'longest prompt, in estimated tokens: instructions, query, criteria, reports and the room for a reply; reports that do not fit are read in parts',
    flag: '--context-tokens <n>',
  }),
  warmPrefix: z.boolean().default(false).register(keys, {
    about: 'one call of each report goes first alone, for endpoints that cache prompts',
    flag: '--warm-prefix',
    scope: 'rubric',
  }),
  timeoutSeconds: z.number().positive().max(3600).default(180).register(keys, {
    about: 'deadline of one call',
    flag: '--timeout <seconds>',
    scope: 'endpoint',
  }),
});

export type ModelConfig = z.infer<typeof modelSchema>;

export const model: JudgeKind<ModelConfig> = {
  open(config, deps) {
    const { model, temperature, labels, criteriaPerCall, contextTokens, warmPrefix, confidence } = config;
    const name = config.name ?? model;
    const prompt = promptOf(config);
    const { ask, secrets, endpoint, close } = openEndpoint(config, deps);
    const settings = { name, model, temperature, contextTokens };
    const checklist = createModelJudge({ ...settings, labels, criteriaPerCall, warmPrefix, confidence, prompt: prompt.rubric }, ask);
    const pairwise = createModelComparer({ ...settings, prompt: prompt.pair }, ask);
    return {
      name,
      checklist: { ...checklist, identity: withExtra(checklist.identity, config, deps) },
      pairwise: { ...pairwise, identity: withExtra(pairwise.identity, config, deps) },
      trials: config.trials,
      limit: ask.limit,
      secrets,
      endpoint,
      calls: (rubric, owed) => batchesOf(rubric, owed, criteriaPerCall).length,
      close,
    };
  },
  models: (config) => [config.model],
};

/** The texts that a judge of rubrics and one of pairs ask with. @throws InputError where a file of texts cannot be read, or is none */
export function promptOf({ prompt, labels }: Pick<ModelConfig, 'prompt' | 'labels'>): { rubric: ChecklistPrompt; pair: PairPrompt } {
  const { en, zh, ...rubric } = prompt === undefined ? own(labels) : withTexts(own(labels), textOf(prompt), prompt);
  return { rubric, pair: { en, zh } };
}

/** In one, since one file may hold texts of both. */
function own(labels: ModelConfig['labels']): ChecklistPrompt & PairPrompt {
  return { ...checklistPrompt(labels), ...PAIR_PROMPT };
}

function textOf(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(`${file}: ${code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'not UTF-8' : `cannot be read (${code})`}`, {
      cause: error,
    });
  }
}

/** What is sent beside the prompt can change a verdict as much as a temperature does, and so do other weights under the same name. */
export function withExtra(
  identity: Readonly<Record<string, unknown>>,
  { extraBody, revision, apiKeyEnv }: Pick<ModelConfig, 'extraBody' | 'revision' | 'apiKeyEnv'>,
  { env }: JudgeDeps,
): Readonly<Record<string, unknown>> {
  const more = { ...identity, ...(extraBody !== undefined && { extraBody }), ...(revision !== undefined && { revision }) };
  return withoutKeys(more, env, { key: env[apiKeyEnv] });
}

/** What every server can take; an endpoint that takes more shows it at once. */
const CALLS_AT_FIRST = 4;

type EndpointConfig = Pick<
  ModelConfig,
  'url' | 'model' | 'name' | 'apiKeyEnv' | 'headers' | 'extraBody' | 'temperature' | 'timeoutSeconds'
>;

/**
 * A model that can be asked.
 *
 * @param connected speaks to it
 * @throws InputError for a wrong URL, or where OpenAI's own endpoint is asked without a key
 */
export function openEndpoint(
  config: EndpointConfig,
  deps: JudgeDeps,
  connected: (options: EndpointOptions) => Endpoint = connect,
): Pick<Endpoint, 'format' | 'close'> & { readonly ask: AskDeps; readonly secrets: readonly string[]; readonly endpoint: string } {
  const access = accessTo(config, deps.env, `judge "${config.name ?? config.model}"`);
  const { stop, budget } = deps;
  const endpoint = connected({
    baseUrl: access.url,
    model: config.model,
    apiKey: access.key,
    apiKeyName: config.apiKeyEnv,
    headers: access.headers,
    secrets: access.secrets,
    temperature: config.temperature,
    connections: deps.concurrency,
    timeoutMs: config.timeoutSeconds * 1000,
    ...(config.extraBody !== undefined && { extraBody: config.extraBody }),
    dispatcher: proxyOf(deps.env, { connections: deps.concurrency, headersTimeout: 0, bodyTimeout: 0 }),
    onNotice: deps.onNotice,
  });
  const complete: Complete = async (request, signal) => {
    try {
      return await endpoint.complete(request, signal);
    } catch (error) {
      // Every further call would fail alike: none is started from here on.
      if (error instanceof ModelError && error.kind === 'permanent') stop.halt(error);
      throw error;
    }
  };
  const ask: AskDeps = {
    complete,
    limit: new Limit(deps.concurrency, { start: CALLS_AT_FIRST, deadlineMs: config.timeoutSeconds * 1000 }),
    repeats: new Repeats(),
    window: endpoint.window,
    sleep: (ms) => stop.sleep(ms),
    random: deps.random,
    budget: budget.for(config.model, config.timeoutSeconds * 1000),
    onRetry: (error) => budget.retried(error),
  };
  const { origin, pathname } = new URL(access.url);
  return { ask, format: endpoint.format, secrets: access.secrets, endpoint: origin + pathname, close: () => endpoint.close() };
}
