/** A board corrected by labels of people on part of the reports. */
import { expect, onTestFinished, test } from 'vitest';
import { readLeaderboards } from '../../../reports/read-leaderboards.ts';
import { Store } from '../../../runners/store/store.ts';
import { testFolder } from '../../benchmarks/folder.ts';
import { importFile, lines } from '../../runners/exchange/verdict-files.ts';
import { taskOf } from '../../runners/work.ts';

const folder = testFolder();
const LABELS = [1, 0, 1, 1, 0.5, 0, 1, 0.5, 1, 0];
const JUDGED = [1, 0.5, 1, 1, 0.5, 0.5, 1, 1, 1, 0, 1, 1, 0.5, 1, 0, 1, 0.5, 1, 1, 0.5, 0, 0, 1, 0.5, 0.5, 0, 1, 0, 1, 0.5];
const tasks = JUDGED.map((_, i) => taskOf(`t${i}`, [1]));
const label = (points: number) => (points === 1 ? 'satisfied' : points === 0 ? 'unsatisfied' : 'partial');

test('thirty reports judged, ten of them labelled: PPI++ beside the raw score', async () => {
  const store = new Store(':memory:', { mode: 'write' });
  onTestFinished(() => store.close());
  const rows = (points: readonly number[], judge: object) =>
    points.map((value, i) => ({ agent: 'x', task: `t${i}`, criterion: 'c01', label: label(value), ...judge }));
  await importFile(store, folder.write('judged.jsonl', lines(rows(JUDGED, { judge: 'm', by: 'model' }))), tasks, { sweep: 's' });
  await importFile(store, folder.write('labels.jsonl', lines(rows(LABELS, { judge: 'ann', by: 'person' }))), tasks, { sweep: 'labels' });
  const options = { sweep: 's', scale: 'ternary', currency: 'USD' } as const;
  const [board] = (await readLeaderboards(store, { ...options, labels: 'people' })).boards;
  expect(board?.rows[0]?.score).toBeCloseTo((100 * (7 + 12.5)) / 30, 6);
  expect(board?.rows[0]?.corrected).toMatchObject({ labelled: 10, judged: 20, lambda: expect.closeTo(0.586926, 6) as number });
  expect(board?.rows[0]?.corrected?.score).toBeCloseTo(51.1961, 4);
  expect(board?.rows[0]?.corrected?.ci[0]).toBeCloseTo(29.6319, 4);
  expect(board?.rows[0]?.corrected?.ci[1]).toBeCloseTo(72.7603, 4);
  await expect(readLeaderboards(store, { ...options, labels: 'm' })).rejects.toThrow('the scores are by this judge already');
});
