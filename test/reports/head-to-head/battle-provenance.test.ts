/** The fingerprint of battles: another one for other settings of a judge of the same name. */
import { expect, onTestFinished, test } from 'vitest';
import { battleProvenance } from '../../../reports/head-to-head/battle-provenance.ts';
import { SourceCounter } from '../../../reports/head-to-head/battle-source.ts';
import { consensus } from '../../../reports/head-to-head/consensus.ts';
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

test('tells a majority of these judges from one of others, whatever the order in which they spoke', () => {
  const store = new Store(':memory:', { mode: 'write' });
  onTestFinished(() => store.close());
  const fingerprint = (...judges: string[]) => {
    const counter = new SourceCounter();
    const said = { task: 't', benchmark: 'b', dimension: 'overall', a: 'x', b: 'y', outcome: 'a', by: 'model', trial: 1 };
    const rows = judges.map((judge) => ({ ...said, judge, judgeHash: 'aaaaaaaa' })) as unknown as BattleRow[];
    for (const row of consensus(rows)) counter.add(row);
    return battleProvenance(store, counter.source()).fingerprint;
  };
  expect(fingerprint('m', 'n', 'o')).toBe(fingerprint('o', 'n', 'm'));
  expect(fingerprint('m', 'n', 'o')).not.toBe(fingerprint('m', 'n', 'p'));
  expect(fingerprint('m', 'n')).not.toBe(fingerprint('m', 'n', 'p'));
});
