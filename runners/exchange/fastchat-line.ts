/** Rows of FastChat's pairwise judge (model_1, model_2) as battles: both orders in one row, or a winner. */
import { z } from 'zod';
import { fold, turned } from '../../judge/pairwise/outcome.ts';
import { FAILED } from '../../judge/pairwise/winner-words.ts';
import { type BattleLine, battleLine } from './battle-line.ts';
import { id, name } from './fields.ts';
import { winner } from './winner.ts';

const won = winner('model_1, model_2').exactOptional();

export const fastChatLine = z
  .object({
    benchmark: battleLine.shape.benchmark,
    judge: battleLine.shape.judge,
    question_id: id.exactOptional(),
    turn: id.exactOptional(),
    model_1: name,
    model_2: name,
    winner: won,
    /** What the judge said with model_1 shown first, and what with model_2 shown first; both name the models, not the places. */
    g1_winner: won,
    g2_winner: won,
    g1_judgment: z.string().exactOptional(),
    g2_judgment: z.string().exactOptional(),
  })
  .transform((row, context): BattleLine | typeof FAILED => {
    const { g1_winner: first, g2_winner: second, winner: said } = row;
    if (said === undefined && (first === undefined || second === undefined)) {
      context.addIssue({ code: 'custom', message: 'expected g1_winner and g2_winner, or winner' });
      return z.NEVER;
    }
    const about = aboutOf(row);
    if (said !== undefined) return said === FAILED ? FAILED : { ...about, ...said };
    // One order alone decides nothing.
    if (first === undefined || second === undefined || first === FAILED || second === FAILED) return FAILED;
    return { ...about, ...fold(first, { ...second, outcome: turned(second.outcome) }), ...reasonsOf(row) };
  });

interface About {
  readonly benchmark?: string;
  readonly judge?: string;
  readonly question_id?: string;
  readonly turn?: string;
  readonly model_1: string;
  readonly model_2: string;
}

function aboutOf({ benchmark, judge, question_id, turn, model_1, model_2 }: About): Omit<BattleLine, 'outcome'> {
  return {
    ...(benchmark !== undefined && { benchmark }),
    ...(judge !== undefined && { judge }),
    ...(question_id !== undefined && { task: question_id }),
    a: model_1,
    b: model_2,
    dimension: 'overall',
    // The turns of one question are two comparisons on it.
    trial: Number(turn) || 1,
  };
}

function reasonsOf({
  g1_judgment = null,
  g2_judgment = null,
}: {
  readonly g1_judgment?: string | null;
  readonly g2_judgment?: string | null;
}) {
  return g1_judgment === null && g2_judgment === null ? {} : { reasons: [g1_judgment, g2_judgment] satisfies BattleLine['reasons'] };
}

export function isFastChatRow(row: object): boolean {
  return 'model_1' in row || 'model_2' in row || 'g1_winner' in row;
}
