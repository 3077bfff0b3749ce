/** The offline judge: the small judge with the weights that come with gavel, free and without a network. */
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';
import { type JudgeKind, trials } from './judge-kind.ts';
import { small } from './small.ts';

export const offlineSchema = z.strictObject({
  kind: z.literal('offline').register(keys, { about: 'the small judge with the bundled weights, which needs no key' }),
  trials: trials(),
});

export const offline: JudgeKind<z.infer<typeof offlineSchema>> = {
  open: ({ trials }, deps) => small.open({ kind: 'small', trials }, deps),
  models: () => [],
};
