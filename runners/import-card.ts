/** Importing a judge card, so that every leaderboard by that judge says where it leans on more than the card measures. */
import { readFileSync } from 'node:fs';
import { check } from '../benchmarks/files/check.ts';
import { InputError } from '../judge/errors.ts';
import { judgeCardSchema, storeCard } from './store/cards.ts';
import { type StoreAt, withStore } from './store/store.ts';

/** @returns the judge's name. @throws InputError where the file is no card of a judge whose settings are known */
export function importCard(at: StoreAt, file: string, now: string): Promise<string> {
  const card = check(judgeCardSchema, parsed(file), file);
  return withStore(at, { mode: 'write' }, (store) => {
    storeCard(store, card, now);
    return card.judge;
  });
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(`${file}: ${code ?? 'not JSON'}; expected a judge card, as "gavel agreement --card" writes it from a store`, {
      cause: error,
    });
  }
}
