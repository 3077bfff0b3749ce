/** The offline judge: lexical, free, without a network. */
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';
import { createOfflineComparer } from '../../judge/lexical/compare.ts';
import { createOfflineJudge } from '../../judge/lexical/judge.ts';
import { Limit } from '../../judge/model/limit.ts';
import { type JudgeKind, trials } from './judge-kind.ts';

export const offlineSchema = z.strictObject({
  kind: z.literal('offline').register(keys, { about: 'the built-in lexical judge, which needs no key' }),
  trials: trials(),
});

export const offline: JudgeKind<z.infer<typeof offlineSchema>> = {
  open(config, deps) {
    const checklist = createOfflineJudge();
    const pairwise = createOfflineComparer();
    const limit = new Limit(deps.concurrency);
    return { name: checklist.name, checklist, pairwise, trials: config.trials, limit, secrets: [], calls: () => 0, close: async () => {} };
  },
  models: () => [],
};
