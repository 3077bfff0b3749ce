/** Judges as configured: what a sweep file or the command line says, made into a judge that can be asked. */
import { z } from 'zod';
import { byCode, sortQuestions } from '../../judge/checklist/by-code.ts';
import { decision, decisionSchema } from './decision.ts';
import type { JudgeDeps, JudgeKind, OpenJudge } from './judge-kind.ts';
import { model, modelSchema } from './model.ts';
import { offline, offlineSchema } from './offline.ts';
import { openPanel, panelSchema } from './panel.ts';
import { small, smallSchema } from './small.ts';

const KINDS = { offline, small, model, decision };

/** A judge that is asked itself. */
export const oneJudgeSchema = z.discriminatedUnion('kind', [offlineSchema, smallSchema, modelSchema, decisionSchema]);
export type OneJudgeConfig = z.infer<typeof oneJudgeSchema>;

export const judgeSchema = z.discriminatedUnion('kind', [
  offlineSchema,
  smallSchema,
  modelSchema,
  decisionSchema,
  panelSchema(oneJudgeSchema),
]);
export type JudgeConfig = z.infer<typeof judgeSchema>;

export type { JudgeDeps, OpenJudge } from './judge-kind.ts';

/** @throws InputError where what the judge needs is not there, such as a key */
export function openJudge(config: JudgeConfig, deps: JudgeDeps): OpenJudge {
  if (config.kind !== 'panel') return withChecks(kindOf(config).open(config, deps));
  return openPanel(
    config,
    config.judges.map((judge) => openJudge(judge, deps)),
  );
}

/** Criteria that code decides are asked of nobody, and cost no call. */
function withChecks(judge: OpenJudge): OpenJudge {
  return {
    ...judge,
    checklist: byCode(judge.checklist),
    calls: (rubric, owed) => judge.calls(rubric, sortQuestions(rubric, owed).rest),
  };
}

/** The models that are billed. */
export function modelsOf(judges: readonly JudgeConfig[]): string[] {
  return judges.flatMap((judge) => (judge.kind === 'panel' ? modelsOf(judge.judges) : kindOf(judge).models(judge)));
}

/** Each kind takes the configuration that its own schema makes, which the type system cannot follow through a table. */
function kindOf({ kind }: OneJudgeConfig): JudgeKind<OneJudgeConfig> {
  return KINDS[kind] as JudgeKind<OneJudgeConfig>;
}
