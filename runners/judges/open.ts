/** Judges as configured: what a sweep file or the command line says, made into a judge that can be asked. */
import { z } from 'zod';
import type { JudgeDeps, JudgeKind, OpenJudge } from './judge-kind.ts';
import { model, modelSchema } from './model.ts';
import { offline, offlineSchema } from './offline.ts';

const KINDS = { offline, model };

export const judgeSchema = z.discriminatedUnion('kind', [offlineSchema, modelSchema]);
export type JudgeConfig = z.infer<typeof judgeSchema>;

export type { JudgeDeps, OpenJudge } from './judge-kind.ts';

/** @throws InputError where what the judge needs is not there, such as a key */
export function openJudge(config: JudgeConfig, deps: JudgeDeps): OpenJudge {
  return kindOf(config).open(config, deps);
}

/** The models that are billed. */
export function modelsOf(judges: readonly JudgeConfig[]): string[] {
  return judges.flatMap((judge) => kindOf(judge).models(judge));
}

/** Each kind takes the configuration that its own schema makes, which the type system cannot follow through a table. */
function kindOf({ kind }: JudgeConfig): JudgeKind<JudgeConfig> {
  return KINDS[kind] as JudgeKind<JudgeConfig>;
}
