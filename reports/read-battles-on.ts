/** readBattlesOn: the battles on one task of a benchmark, out of a store. */
import { battleRows } from '../runners/store/battles.ts';
import { type StoreAt, withStore } from '../runners/store/store.ts';
import { type BattlesOn, battleOn } from './board/battles-on.ts';
import { namesInEach } from './words/i18n.ts';

export function readBattlesOn(
  at: StoreAt,
  asked: { readonly benchmark: string; readonly sweep?: string | undefined; readonly task: string },
): Promise<BattlesOn> {
  return withStore(at, { mode: 'read' }, (store) => {
    const rows = [...battleRows(store, { ...asked, words: true })].map(battleOn);
    return { rows, names: namesInEach(rows.map(({ dimension }) => dimension)) };
  });
}
