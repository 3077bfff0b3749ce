/** A judge that is a decision model: one request a report, three labels as a choice, their probabilities kept. */
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';
import { createDecisionJudge, decisionBatches } from '../../judge/decision/decision-judge.ts';
import { connectDecisions } from '../../judge/decision/endpoint.ts';
import { DECISION_FORMATS } from '../../judge/decision/wire.ts';
import { InputError } from '../../judge/errors.ts';
import type { Comparer } from '../../judge/pairwise/compare.ts';
import { type JudgeKind, trials } from './judge-kind.ts';
import { modelSchema, openEndpoint, withExtra } from './model.ts';

const { url, model, apiKeyEnv, headers, extraBody, revision, name, timeoutSeconds } = modelSchema.shape;

export const decisionSchema = z.strictObject({
  kind: z.literal('decision').register(keys, {
    about: 'a decision model, which reads a report once and answers all criteria with probabilities, without reasons or quotes',
  }),
  url,
  model,
  format: z
    .enum(DECISION_FORMATS)
    .default('decisions')
    .register(keys, { about: 'how the endpoint is spoken to: the last part of its address' }),
  apiKeyEnv,
  headers,
  extraBody,
  revision,
  name,
  trials: trials(),
  contextTokens: z.int().min(2_000).default(32_000).register(keys, {
    about: 'longest request, in estimated tokens; the criteria of a report that does not fit are left unscored',
  }),
  timeoutSeconds,
});

type DecisionConfig = z.infer<typeof decisionSchema>;

export const decision: JudgeKind<DecisionConfig> = {
  open(config, deps) {
    const { model, format, contextTokens } = config;
    const name = config.name ?? model;
    const { ask, secrets, endpoint, close } = openEndpoint({ ...config, temperature: 0 }, deps, (options) =>
      connectDecisions({ ...options, wire: format, contextTokens }),
    );
    const checklist = createDecisionJudge({ name, model, format }, ask);
    return {
      name,
      checklist: { ...checklist, identity: withExtra(checklist.identity, config, deps) },
      pairwise: noPairs(name),
      trials: config.trials,
      limit: ask.limit,
      secrets,
      endpoint,
      calls: (rubric, owed) => decisionBatches(rubric, owed).length,
      close,
    };
  },
  models: ({ model }) => [model],
};

function noPairs(name: string): Comparer {
  return {
    name,
    identity: { kind: 'decision-pairwise' },
    judge: async () => {
      throw new InputError(`"${name}" is a decision model, which judges reports on rubrics; for battles name another judge`);
    },
  };
}
