/** The small judge: trained on people's labels, free, without a network; the bundled weights, or a file of one's own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';
import { packageData } from '../../benchmarks/files/paths.ts';
import { InputError } from '../../judge/errors.ts';
import { sha256 } from '../../judge/hash.ts';
import { Limit } from '../../judge/model/limit.ts';
import { createSmallComparer } from '../../judge/small/compare.ts';
import { FORMAT, loadSmall, type SmallFile } from '../../judge/small/small-file.ts';
import { createSmallJudge } from '../../judge/small/small-judge.ts';
import type { SmallModel } from '../../judge/small/small-model.ts';
import { type JudgeKind, trials } from './judge-kind.ts';

export const smallSchema = z.strictObject({
  kind: z
    .literal('small')
    .register(keys, { about: 'the trained judge that needs no model and no key; its card: data/judge/small-card.json' }),
  file: z.string().min(1).exactOptional().register(keys, { about: 'weights fitted to labels of your own', absent: 'the bundled ones' }),
  trials: trials(),
});

export const small: JudgeKind<z.infer<typeof smallSchema>> = {
  open(config, deps) {
    const checklist = createSmallJudge(config.file === undefined ? bundledModel() : readSmallModel(config.file));
    const pairwise = createSmallComparer(checklist);
    const limit = new Limit(deps.concurrency);
    return { name: checklist.name, checklist, pairwise, trials: config.trials, limit, secrets: [], calls: () => 0, close: async () => {} };
  },
  models: () => [],
};

let bundled: SmallModel | undefined;

/** The weights that come with gavel, read once. */
export function bundledModel(): SmallModel {
  bundled ??= readSmallModel(join(packageData(), 'judge', 'small.json'));
  return bundled;
}

/** @throws InputError where the file is none of weights */
export function readSmallModel(path: string): SmallModel {
  try {
    const text = readFileSync(path, 'utf8');
    const file = JSON.parse(text) as SmallFile;
    if (file.format !== FORMAT) throw new InputError('they are of another format: fit them again (gavel train small)');
    return loadSmall(file, sha256(text));
  } catch (error) {
    throw new InputError(`${path}: expected weights of the small judge: ${(error as Error).message}`, { cause: error });
  }
}
