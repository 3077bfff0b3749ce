/** Judges as configured: what a sweep file or the command line says, made into a judge that can be asked. */
import { z } from 'zod';
import { byCode, sortQuestions } from '../../judge/checklist/by-code.ts';
import { cascadeSchema, openCascade } from './cascade.ts';
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

/** `offline` alone is that judge, wherever a judge stands in a file. */
export const offlineWord = z.literal('offline').transform(() => ({ kind: 'offline' as const, trials: 1 }));
const memberSchema = z.union([offlineWord, oneJudgeSchema]);

export const judgeSchema = z.discriminatedUnion('kind', [
  offlineSchema,
  smallSchema,
  modelSchema,
  decisionSchema,
  panelSchema(memberSchema),
  cascadeSchema(memberSchema),
]);
export type JudgeConfig = z.infer<typeof judgeSchema>;

export type { JudgeDeps, OpenJudge } from './judge-kind.ts';

/** @throws InputError where what the judge needs is not there, such as a key */
export function openJudge(config: JudgeConfig, deps: JudgeDeps): OpenJudge {
  if (config.kind !== 'panel' && config.kind !== 'cascade') return withChecks(kindOf(config).open(config, deps));
  const members = membersOf(config).map((judge) => openJudge(judge, deps));
  return config.kind === 'panel' ? openPanel(config, members) : openCascade(config, members);
}

/** The judges that are asked for this one. */
export function membersOf(config: JudgeConfig): OneJudgeConfig[] {
  if (config.kind === 'panel') return config.judges;
  return config.kind === 'cascade' ? [config.first, config.then] : [config];
}

/** The same with other settings of the judges that are asked for it. */
export function withMembers(config: JudgeConfig, change: (judge: OneJudgeConfig) => OneJudgeConfig): JudgeConfig {
  if (config.kind === 'panel') return { ...config, judges: config.judges.map(change) };
  // biome-ignore lint/suspicious/noThenProperty: the word of the file
  return config.kind === 'cascade' ? { ...config, first: change(config.first), then: change(config.then) } : change(config);
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
  return judges.flatMap(membersOf).flatMap((judge) => kindOf(judge).models(judge));
}

/** Each kind takes the configuration that its own schema makes, which the type system cannot follow through a table. */
function kindOf({ kind }: OneJudgeConfig): JudgeKind<OneJudgeConfig> {
  return KINDS[kind] as JudgeKind<OneJudgeConfig>;
}
