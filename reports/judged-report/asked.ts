/** CriterionAsked: what every judge was asked of one criterion on one report, as far as it can be made again, and what is stored of what it said. */
import type { Asked, Unasked } from '../../judge/checklist/asked-again.ts';
import type { Verdict } from '../../judge/checklist/verdict.ts';
import type { JudgedBy } from '../../runners/store/judges.ts';

export interface CriterionAsked {
  readonly id: string;
  readonly criterion: string;
  readonly judges: readonly JudgeAsked[];
}

export interface JudgeAsked {
  readonly judge: string;
  readonly by: JudgedBy | undefined;
  /** As they are stored, with the hash of them that the judge is known by. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly hash: string;
  /** Where its calls went, and what answered there. */
  readonly endpoints: readonly string[];
  readonly answerers: readonly string[];
  /** On this report, all criteria together; undefined where none is stored. Tokens are undefined where nobody said. */
  readonly calls: { readonly n: number; readonly input?: number; readonly output?: number } | undefined;
  readonly prompt: ShownPrompt | NoPrompt;
  /** By trial. */
  readonly replies: readonly ({ readonly trial: number } & Verdict)[];
}

/** `fenced` is its length alone where the report is not to be told again. */
export type ShownPrompt = Omit<Asked, 'fenced'> & { readonly fenced: string | number };

/** `person` and `imported`: nothing is known of what they were asked; `absent`: the store does not hold the report. */
export type NoPrompt = Unasked | 'person' | 'imported' | 'absent';
