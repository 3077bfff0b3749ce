/** A judge that is a cascade: a cheap one first, and the next only where that is unsure. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { check } from '../../benchmarks/files/check.ts';
import { keys } from '../../benchmarks/files/keys.ts';
import { CRITERION_KINDS, type Thresholds } from '../../judge/checklist/cascade.ts';
import { InputError } from '../../judge/errors.ts';
import { type OpenJudge, trials } from './judge-kind.ts';
import { openMembers } from './panel.ts';

/** @param member a judge that is asked itself */
export function cascadeSchema<Judge>(member: z.ZodType<Judge>) {
  const asked = (about: string): z.ZodType<Judge> => {
    const schema = z.lazy(() => member);
    keys.add(schema, { about });
    return schema;
  };
  return z
    .strictObject({
      kind: z
        .literal('cascade')
        .register(keys, { about: 'a cheap judge first, the next where that is unsure; both under their own names' }),
      first: asked('asked about everything'),
      // biome-ignore lint/suspicious/noThenProperty: the word of the file
      then: asked('asked where the first gives no verdict, no confidence, or one below the threshold'),
      threshold: z.number().min(0).max(1).exactOptional().register(keys, {
        about: 'the confidence from which the first is believed; give this or `card`',
        absent: 'that of `card`',
      }),
      card: z.string().min(1).exactOptional().register(keys, {
        about:
          'file that `gavel agreement --judge FIRST --then NEXT --card FILE` writes: a threshold for each kind of criterion, chosen on stored labels',
        absent: '`threshold`',
      }),
      name: z.string().min(1).exactOptional().register(keys, { about: 'as leaderboards show it', absent: '`FIRST, then NEXT`' }),
      trials: trials(),
    })
    .refine(({ threshold, card }) => (threshold === undefined) !== (card === undefined), 'give threshold or card, one of them');
}

interface CascadeConfig {
  readonly threshold?: number;
  readonly card?: string;
  readonly name?: string;
  readonly trials: number;
}

/** @param members opened, first and next; they are closed with the cascade. @throws InputError where its card is none */
export function openCascade({ threshold, card, name: own, trials }: CascadeConfig, members: readonly OpenJudge[]): OpenJudge {
  const thresholds: Thresholds = card === undefined ? { default: threshold ?? 1 } : thresholdsOf(card);
  const name = own ?? members.map((member) => member.name).join(', then ');
  return openMembers({ kind: 'cascade', name, trials, rule: { thresholds }, identity: { thresholds } }, members);
}

const share = z.number().min(0);
const cardSchema = z.object({
  cascade: z.object({
    thresholds: z.object({ default: share }).extend(Object.fromEntries(CRITERION_KINDS.map((kind) => [kind, share.optional()]))),
  }),
});

function thresholdsOf(file: string): Thresholds {
  let card: unknown;
  try {
    card = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InputError(`${file}: expected the card of a cascade: ${(error as Error).message}`, { cause: error });
  }
  return check(cardSchema, card, file).cascade.thresholds as Thresholds;
}
