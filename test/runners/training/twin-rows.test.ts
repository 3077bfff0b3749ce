/** Twin rows come in pairs that differ by one fact, in English and Chinese, and none where the label would be in doubt. */
import { describe, expect, test } from 'vitest';
import { complete } from '../../../runners/training/label-row.ts';
import { type Changed, makeTwins } from '../../../runners/training/twin-rows.ts';

const ENGLISH = `The annual review was published in May. Acme Turbines sold 45 machines to Orkney Council in 2016, which raised its profit.
Critics in Norway doubted the figures. Weather played a part as well, and the harbour stayed shut.
The old plant near Stromness was closed because demand fell sharply.`;
const CHINESE = `报告回顾了过去十年的情况。2019年中国的风电装机容量高于美国，新增装机约45万千瓦。
专家认为补贴政策发挥了关键作用。部分沿海地区可以利用潮汐能发电。`;

const rowOf = (criterion: string, report = ENGLISH, more: object = {}) =>
  complete({ query: 'What is known?', report, criterion, weight: 2, label: 'satisfied', group: 'g', ...more });

/** Pairs of one kind, over seeds, each as the words that differ and the label. */
function pairs(criterion: string, change: Changed, report = ENGLISH) {
  return [1, 2, 3, 4].flatMap((seed) => {
    const { rows } = makeTwins([rowOf(criterion, report)], seed);
    const other = rows.find((row) => row.change === change);
    return other === undefined ? [] : [{ kept: rows.find(({ id }) => id === other.pair), other }];
  });
}

describe('makeTwins', () => {
  test.each([
    ['number', 'States that Acme Turbines delivered 45 machines to the council.', ENGLISH, /delivered (?!45 )\d+ machines/],
    ['date', 'States that Acme Turbines made the sale to the council in 2016.', ENGLISH, /council in (?!2016)20\d\d/],
    ['negation', 'States that the harbour was shut at that time.', ENGLISH, /harbour was not shut/],
    [
      'direction',
      'States that demand at the plant near Stromness fell a lot.',
      ENGLISH,
      /demand at the plant near Stromness (?!fell)\w+ a lot/,
    ],
    [
      'order',
      'States that Acme Turbines delivered machines to Orkney Council.',
      ENGLISH,
      /Orkney Council delivered machines to Acme Turbines/,
    ],
    ['name', 'States that the machines went to Orkney Council for a price.', ENGLISH, /went to (?!Orkney)[A-Z]\w+/],
    ['order', '指出中国的新增装机容量当年高于美国的水平。', CHINESE, /美国的新增装机容量当年高于中国/],
    ['name', '指出中国的风电新增装机容量有所领先。', CHINESE, /指出(?!中国)..+的风电/],
    ['number', '指出新增的装机容量大约为45万千瓦。', CHINESE, /大约为(?!45万)\d+万千瓦/],
    ['unit', '指出新增的装机容量大约为45万千瓦。', CHINESE, /大约为45亿千瓦/],
    ['negation', '指出一些沿海地区可以用潮汐能来发电。', CHINESE, /地区不能用潮汐能|地区无法/],
  ] as const)('%s: "%s"', (change, criterion, report, expected) => {
    const found = pairs(criterion, change, report);
    expect(found.length).toBeGreaterThan(0);
    for (const { kept, other } of found) {
      expect(other.criterion).toMatch(expected);
      expect(other).toMatchObject({ label: 'unsatisfied', source: 'twin', change, group: 'g', weight: 2 });
      expect(kept).toMatchObject({ label: 'satisfied', change: 'kept', pair: other.pair, report });
    }
  });

  test('removed: the same criterion on the report without what it rests on', () => {
    const [{ kept, other } = {}] = pairs('States that the plant near Stromness was closed as demand fell.', 'removed');
    expect(other?.criterion).toBe(kept?.criterion);
    expect(other?.report).not.toContain('Stromness');
    expect(other?.report).toContain('Acme Turbines sold 45 machines');
    expect(other?.label).toBe('unsatisfied');
  });

  test('joined: a second fact that does not stand there makes it partial', () => {
    const rows = [
      rowOf('States that Acme Turbines delivered 45 machines to the council.'),
      rowOf('States that the plant was closed as demand fell.'),
    ];
    const joined = makeTwins(rows, 1).rows.filter(({ criterion }) => /machines.+plant|plant.+machines/.test(criterion));
    expect(joined.map(({ label }) => label).sort()).toEqual(['partial', 'partial', 'satisfied', 'satisfied']);
    for (const { criterion } of joined)
      expect(criterion).toMatch(/^States that .+machines to the council.+plant|^States that .+plant.+machines to the council/);
  });

  test.each([
    ['what holds where something is missing', 'Fails to mention that 45 machines were sold to the council.'],
    ['a question of quality', 'Is the report well structured in its 3 parts?'],
    ['what stands in the report word for word', 'States that Acme Turbines sold 45 machines to Orkney Council in 2016'],
  ])('makes no pair of %s', (_, criterion) => {
    expect(makeTwins([rowOf(criterion)], 1)).toMatchObject({ rows: [], used: 0, satisfied: 1 });
  });

  test('makes no pair whose label is in doubt: names of a list, or another fact that stands there, too', () => {
    expect(pairs('States that Acme Turbines and Orkney Council were there in spring.', 'order')).toEqual([]);
    const both =
      'In 2016 the council bought turbines, and in 2017 the council bought turbines again. In 2015 and in 2018 the council bought turbines, and in 2013, 2014 and 2019.';
    expect(pairs('States that turbines were bought by the council in 2016.', 'date', both)).toEqual([]);
  });

  test('is the same for a row whatever stands beside it, and another for another seed', () => {
    const row = rowOf('States that Acme Turbines delivered 45 machines to the council in 2016.');
    const alone = makeTwins([row], 1).rows.filter(({ criterion }) => !/Norway|harbour|plant/.test(criterion));
    const beside = makeTwins([rowOf('States that Norway doubted the 3 figures.'), row], 1).rows;
    expect(beside).toEqual(expect.arrayContaining(alone));
    expect(makeTwins([row], 2).rows).not.toEqual(makeTwins([row], 1).rows);
  });

  test('says of a pair what differs, and quotes what it rests on', () => {
    const [{ kept, other } = {}] = pairs('States that Acme Turbines delivered 45 machines to the council.', 'number');
    const now = /delivered (\d+) machines/.exec(other?.criterion ?? '')?.[1];
    expect(other?.reason).toBe(`The criterion has "${now}" where the report has "45".`);
    expect(kept?.quotes?.[0]).toMatch(/^Acme Turbines sold 45 machines/);
  });

  test.each([
    ['part of a word', '指出国家基金会支持了沿海地区的研究工作。'],
    ['a conjunction', '指出沿海地区还是这项技术的主要市场。'],
    ['an emphasis', '指出沿海地区正是这项技术的主要市场。'],
    ['a hedge', '指出这项技术可能会改变沿海地区的生活。'],
    ['a condition', '指出如果天气好，沿海地区可以利用这项技术。'],
    ['a question', '指出沿海地区是否可以利用这项技术。'],
    ['half of a pair', '指出这项技术既可以发电，又可以供暖。'],
    ['a second denial', '指出没有补贴时沿海地区会放弃这项技术。'],
    ['not this but that', '指出这不是沿海地区的难题，而是全国的难题。'],
    ['not only', '指出沿海地区不仅是这项技术的市场。'],
    ['the verb of another', '指出这门课教会了沿海地区的居民用电。'],
    ['before what it limits', '指出值得沿海地区关注的是，技术仍在变化。'],
  ])('denies nothing in Chinese where the denial would fall into %s', (_, criterion) => {
    expect(pairs(criterion, 'negation', CHINESE)).toEqual([]);
  });

  test.each([
    ['指出沿海地区是这项技术的主要市场。', '沿海地区不是这项技术'],
    ['指出这项技术会改变沿海地区的生活。', '这项技术不会改变'],
    ['指出沿海地区具有这项技术的优势。', '沿海地区不具有这项技术'],
    ['指出沿海地区需要更多资金的支持。', '沿海地区不需要更多资金'],
    ['指出这项技术有助于沿海地区的发展。', '这项技术无助于'],
    ['指出沿海地区无法利用这项技术发电。', '沿海地区能够利用这项技术'],
    ['指出这项技术不会改变沿海地区的生活。', '这项技术会改变'],
  ])('denies "%s" in a sentence', (criterion, denied) => {
    const found = pairs(criterion, 'negation', CHINESE);
    expect(found.length).toBeGreaterThan(0);
    for (const { other } of found) expect(other.criterion).toContain(denied);
  });
});
