/** The small judge fitted to labels of one's own: the same bytes again, better than the bundled one where labels differ from its own, honest about both. */
import { beforeAll, describe, expect, it } from 'vitest';
import { smallCard } from '../../reports/small-card.ts';
import { bundledModel, readSmallModel } from '../../runners/judges/small.ts';
import { type FittedSmall, trainSmall } from '../../runners/train-small.ts';
import { fittedLine } from '../../runners/training/refit.ts';
import { testFolder } from '../benchmarks/folder.ts';
import { lines } from './exchange/verdict-files.ts';

const folder = testFolder();
const NAMES = 'harbour turbine council glacier orchard library tunnel ferry museum vineyard reservoir monastery'.split(' ');

/** Strict people: only what stands there word for word, with its number, is satisfied; half of it is unsatisfied. */
const ROWS = Array.from({ length: 120 }, (_, i) => {
  const [name, other] = [NAMES[i % 12] ?? '', NAMES[(i + 5) % 12] ?? ''];
  const report = `The ${name} was opened in ${1900 + i} after long debate. Nobody wrote about the rest of the ${other}. It rained often.`;
  const isThere = i % 2 === 0;
  return {
    query: `Q${i % 24}`,
    report,
    criterion: isThere
      ? `States that the ${name} was opened in ${1900 + i}.`
      : `States that the ${name} near the ${other} was painted blue in ${1950 + i}.`,
    weight: 1,
    label: isThere ? 'satisfied' : 'unsatisfied',
  };
});

let fitted: FittedSmall;
const learnt = (rows: readonly object[], seed = 1) => trainSmall([folder.write('labels.jsonl', lines(rows))], seed);

beforeAll(async () => {
  fitted = await learnt(ROWS);
});

describe('trainSmall', () => {
  it('gives the same bytes for the same labels and seed, whatever their order', async () => {
    expect((await learnt(ROWS.toReversed())).text).toBe(fitted.text);
    expect(fitted.learnt).toMatchObject({
      rows: { described: 120, quoted: 0, quality: 0 },
      groups: 24,
      rounds: { quoted: null, quality: null },
    });
  });

  it('leaves a kind with fewer than 40 labels as it is, and learns each of the others by itself', async () => {
    const quoted = ROWS.map((row, i) => (i < 39 ? row : { ...row, criterion: row.criterion.replace('States that', 'States that:') }));
    const { text, learnt: said } = await learnt(quoted);
    expect(said).toMatchObject({ rows: { described: 39, quoted: 81 }, rounds: { described: null, quality: null } });
    expect(said.rounds.quoted).not.toBeNull();
    const [own, bundled] = [readSmallModel(folder.write('own.json', text)), bundledModel()];
    expect(own.claims.described).toEqual(bundled.claims.described);
    expect(own.claims.quoted).not.toEqual(bundled.claims.quoted);
    expect(own.temper).toEqual({ ...bundled.temper, quoted: 1 });
    expect(own.quality).toEqual(bundled.quality);
  });

  it('keeps what it makes up for in Chinese and what it says of summaries where hardly a label is of these', async () => {
    const last = { criterion: '报告提到渡轮于1900年启用', language: 'zh' };
    const { text } = await learnt(ROWS.map((row, i) => (i < 119 ? row : { ...row, ...last })));
    const [own, bundled] = [readSmallModel(folder.write('own.json', text)), bundledModel()];
    expect(own.chinese).toEqual(bundled.chinese);
    expect(own.temper).toEqual({ ...bundled.temper, described: 1 });
  });

  it('measures a few criteria on summaries as the judge will say them: with little confidence', async () => {
    const whole = (said: string) => `Every statement of the following summary is supported by the report: ${said}`;
    const quoted = ROWS.map((row, i) => {
      const said = row.criterion.replace('States that ', '');
      return { ...row, criterion: i < 10 ? whole(said) : `States that: ${said}` };
    });
    const { outOfFold } = await learnt(quoted);
    const surest = (ofSummaries: boolean) =>
      Math.max(...outOfFold.flatMap(({ row, confidence }) => (row.criterion.startsWith('Every') === ofSummaries ? [confidence] : [])));
    expect(surest(true)).toBeLessThan(surest(false) - 0.1);
  });

  it('writes weights that a judge is opened from, which is another judge than the bundled one', () => {
    expect(readSmallModel(folder.write('own.json', fitted.text)).id).toBe(fitted.identity);
  });

  it('measures out of fold, beside the bundled judge on the same labels', () => {
    const card = smallCard(fitted, 1);
    const { measures } = card.agreement;
    expect(measures.n).toBe(120);
    expect(measures.kappa.ci).not.toBeNull();
    expect(measures.accuracy.value).toBeGreaterThanOrEqual(card.bundled.accuracy.value ?? 1);
    expect(measures.ece).toBeLessThan(card.bundled.ece ?? 0);
    expect(card).toMatchObject({ judge: 'small', identity: fitted.identity, trainedOn: { files: [{ file: 'labels.jsonl' }], groups: 24 } });
  });

  it('refuses weights of another format, and says what to do', () => {
    const old = folder.write('old.json', JSON.stringify({ format: 2 }));
    expect(() => readSmallModel(old)).toThrow('they are of another format: fit them again (gavel train small)');
  });

  it('refuses too few labels, and labels of one group', async () => {
    await expect(learnt(ROWS.slice(0, 99))).rejects.toThrow('99 labels; fitting takes 100 or more');
    await expect(learnt(ROWS.map((row) => ({ ...row, group: 'one' })))).rejects.toThrow('all labels are of one group, "one"');
  });
});

describe('fittedLine', () => {
  it('shifts log odds that are too high, stretches them where they are too low, and changes little on little', () => {
    const spread = Array.from({ length: 400 }, (_, i) => (i - 200) / 50);
    const truth = (slope: number, shift: number) =>
      spread.map((x, i) => (1 / (1 + Math.exp(-(slope * x + shift))) > ((i * 37) % 100) / 100 ? 1 : 0));
    expect(fittedLine(spread, truth(1, -2)).shift).toBeLessThan(-1.4);
    expect(fittedLine(spread, truth(3, 0)).slope).toBeGreaterThan(1.8);
    const few = fittedLine([1, -1], [0, 1]);
    expect(few.slope).toBeGreaterThan(0.8);
  });
});
