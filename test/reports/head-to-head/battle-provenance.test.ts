/** The fingerprint of battles: another one for other settings of a judge of the same name. */
import { expect, onTestFinished, test } from 'vitest';
import { battleProvenance } from '../../../reports/head-to-head/battle-provenance.ts';
import { SourceCounter } from '../../../reports/head-to-head/battle-source.ts';
import type { BattleRow } from '../../../runners/store/battle-row.ts';
import { Store } from '../../../runners/store/store.ts';

test('tells judges of one name apart by their settings, and no other order of the same battles', () => {
  const store = new Store(':memory:', { mode: 'write' });
  onTestFinished(() => store.close());
  const fingerprint = (...judged: readonly (readonly [judge: string, judgeHash: string])[]) => {
    const counter = new SourceCounter();
    for (const [judge, judgeHash] of judged)
      counter.add({ a: 'x', b: 'y', benchmark: 'b', judge, judgeHash, by: 'model' } as unknown as BattleRow);
    return battleProvenance(store, counter.source()).fingerprint;
  };
  expect(fingerprint(['m', 'aaaaaaaa'], ['n', 'cccccccc'])).toBe(fingerprint(['n', 'cccccccc'], ['m', 'aaaaaaaa']));
  expect(fingerprint(['m', 'aaaaaaaa'])).not.toBe(fingerprint(['m', 'bbbbbbbb']));
});
