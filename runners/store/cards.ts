/** Judge cards: what is known of how far a judge agrees with people, one a judge, the newest counts. No fact: it says nothing of any report. */
import { z } from 'zod';
import type { Store } from './store.ts';

const share = z.looseObject({ n: z.int().nonnegative() });

/** Of a card only what is read here; the rest is kept as it is. */
export const judgeCardSchema = z.looseObject({
  judge: z.string().min(1).max(200),
  /** Hash of the judge's settings. */
  identity: z.string().regex(/^[0-9a-f]{64}$/, 'expected a hash of 64 digits'),
  agreement: z.looseObject({
    set: z.string().min(1).max(500),
    measures: z.looseObject({
      n: z.int().positive(),
      kappa: z.looseObject({ value: z.number().nullable(), ci: z.tuple([z.number(), z.number()]).nullable() }),
      /** Criteria measured, by cut and name. */
      by: z.record(z.string(), z.record(z.string(), share)),
    }),
  }),
});

export type KeptCard = z.infer<typeof judgeCardSchema>;

export function storeCard(store: Store, card: KeptCard, at: string): void {
  store
    .sql('INSERT INTO judge_card (judge_hash, card, at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET card = excluded.card, at = excluded.at')
    .run(card.identity, JSON.stringify(card), at);
}

/** @param hash of the judge's settings, as JudgeRow has it */
export function cardOf(store: Store, hash: string): KeptCard | undefined {
  const row = store.sql<[string], { card: string }>('SELECT card FROM judge_card WHERE judge_hash = ?').get(hash);
  return row && judgeCardSchema.parse(JSON.parse(row.card));
}

/** Whether there is a card of a judge of that name whose settings are others. */
export function hasCardOfNamesake(store: Store, name: string, hash: string): boolean {
  return (
    store
      .sql<string[], unknown>("SELECT 1 FROM judge_card WHERE json_extract(card, '$.judge') = ? AND judge_hash <> ? LIMIT 1")
      .get(name, hash) !== undefined
  );
}
