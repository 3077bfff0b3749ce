import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageData } from '../../../benchmarks/files/paths.ts';
import { renderPng } from '../../../reports/charts/png.ts';
import { diagnosticsChart } from '../../../reports/diagnostics/chart.ts';
import {
  authorityOfHost,
  type CitedPage,
  citationCoverage,
  deadLinks,
  pairMeasures,
  sourceAge,
  sourceAuthority,
  unvisitedLinks,
} from '../../../reports/diagnostics/citations.ts';
import { diagnoseReport, MEASURES, summarise } from '../../../reports/diagnostics/diagnose.ts';
import { diagnosticsPage } from '../../../reports/diagnostics/page.ts';
import { retries, toolCalls, toolErrors, turnsOf } from '../../../reports/diagnostics/process.ts';
import { readText, saidIn } from '../../../reports/diagnostics/report-text.ts';
import { blockSentences, codeSwitching, connectives, lengthOf, listShare, repetition } from '../../../reports/diagnostics/style.ts';
import { diagnosticsTable } from '../../../reports/diagnostics/table.ts';
import { pastYearSearches } from '../../../reports/diagnostics/time.ts';
import { readDiagnostics } from '../../../reports/read-diagnostics.ts';
import { parseSweep } from '../../../runners/read-sweep.ts';
import { runSweep } from '../../../runners/run-sweep.ts';
import { Store } from '../../../runners/store/store.ts';

const [A, B] = ['https://a.test/1', 'https://b.test/2'];
/** Supported where the page holds the sentence; what is matched is 1 or 0. */
const literally = (sentence: string, page: string) => {
  const held = Number(page.includes(sentence));
  return { probability: held, matched: held };
};

describe('what is read off a report', () => {
  it('is its blocks and sentences, with what each cites', () => {
    const { blocks, cited } = readText(
      `# Title\n\nRents rose [1]. Fares fell. [2]\n- one item (${A})\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n## Sources\n1. [X](${A})\n2. [Y](${B})\n`,
    );
    expect(blocks.map(({ kind, sentences }) => [kind, sentences.length])).toEqual([
      ['heading', 1],
      ['prose', 2],
      ['list', 1],
      ['table', 1],
    ]);
    expect(blocks[1]?.sentences.map(({ cites }) => cites)).toEqual([[A], [B]]);
    expect(cited).toEqual([A, B]);
  });

  it('takes a footnote for the address in it; one without an address cites nothing', () => {
    const { blocks, cited } = readText(`租金涨了[^1]。票价跌了。[^b][^none]\n\n[^1]: 统计局，${A}\n[^b]: ${B} (2026)\n[^none]: 无网址\n`);
    expect(blocks.flatMap(({ sentences }) => sentences)).toEqual([
      { text: '租金涨了 。', cites: [A] },
      { text: '票价跌了。', cites: [B] },
      { text: '[^none]', cites: [] },
    ]);
    expect(cited).toEqual([A, B]);
  });

  it('holds for every made passage but those that docs/diagnostics.md counts as missed', () => {
    const rows = readFileSync(join(packageData(), 'diagnostics', 'labelled.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    for (const { text, pairs } of rows.filter(({ measure }) => measure === 'citations'))
      expect(saidIn(readText(text)).flatMap(({ text, cites }) => cites.map((url) => [text, url]))).toEqual(pairs);
  });

  it('is the share of lists, the sentences of a block, the connectives of a sentence, its length', () => {
    const text = readText('Ten chars. However, it.\n\n- ten chars.\n');
    // 10 + 12 characters of prose, 10 of a list.
    expect(listShare(text)).toBeCloseTo(10 / 32, 9);
    expect([blockSentences(text), connectives(text)]).toEqual([1.5, 1 / 3]);
    expect(lengthOf('Two words 和三个字')).toBe(6);
    expect([listShare(readText('# a')), blockSentences(readText('')), connectives(readText(''))]).toEqual([null, null, null]);
  });

  it('is what stands there again: runs of eight words', () => {
    const once = 'one two three four five six seven eight nine ten';
    expect(repetition(readText(once))).toBe(0);
    // 13 runs in 20 words, of which three came before.
    expect(repetition(readText(`${once}\n\n${once}`))).toBeCloseTo(3 / 13, 9);
    expect(repetition(readText('too short'))).toBeNull();
  });

  it('is a needless switch of language, in a share of its sentences', () => {
    expect(codeSwitching(readText('人口增长很快。这个trend会继续。'), '', 'zh')).toBe(0.5);
    expect(codeSwitching(readText('这个trend会继续。'), 'trend是什么', 'zh')).toBe(0);
  });
});

it('a search is anchored to a past year where the task asks for none as early', () => {
  const searches = ['rents 2024', 'rents 2026', 'rents'];
  expect(pastYearSearches(searches, 'What are the rents now?', '2026-09-15')).toBeCloseTo(1 / 3, 9);
  expect(pastYearSearches(searches, 'Rents from 2020 to 2026?', '2026-09-15')).toBe(0);
  expect(pastYearSearches([], 'x', '2026-09-15')).toBeNull();
});

describe('what is cited', () => {
  const page = (more: Partial<CitedPage>): CitedPage => ({ opened: false, dead: false, known: true, ...more });

  it('counts sentences with a figure, and pages by what is known of them', () => {
    expect(citationCoverage(readText(`Rents were 955 crowns in 2025 [x](${A}). The fare is 24.80 crowns a head. They rose.`))).toBe(0.5);
    expect(citationCoverage(readText('Nothing to check here.'))).toBeNull();
    const pages = [
      page({ opened: true, authority: 'official', date: '2026-09-05' }),
      page({ dead: true, authority: 'promotion' }),
      page({ known: false, date: '2026-08-26' }),
    ];
    expect([deadLinks(pages), unvisitedLinks(pages), sourceAuthority(pages), sourceAge(pages, '2026-09-15')]).toEqual([
      0.5,
      2 / 3,
      0.5,
      15,
    ]);
    expect([deadLinks([]), unvisitedLinks([]), sourceAuthority([page({})]), sourceAge([page({})], '2026-09-15')]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('counts each pair of a sentence and a page once, where the text of the page is kept', () => {
    const report = readText(
      `Rents were 955 crowns in 2025 [x](${A}). Fares were 24.80 crowns in May [x](${A}) [y](${B}). Fares were 24.80 crowns in May [x](${A}).`,
    );
    const pageOf = (url: string) => page({ text: url === A ? 'Rents were 955 crowns in 2025 .' : undefined });
    expect(pairMeasures(report, pageOf, literally)).toEqual({ 'quote-match': 0.5, 'citation-accuracy': 0.5, 'effective-citations': 1 });
    expect(pairMeasures(report, () => page({}), literally)['citation-accuracy']).toBeNull();
  });

  it('knows by the host what is official or primary, and of most hosts nothing', () => {
    expect(
      ['https://www.gov.uk/x', 'https://stats.gov.cn/', 'https://mit.edu/', 'https://arxiv.org/abs/1', 'https://example.com/'].map(
        authorityOfHost,
      ),
    ).toEqual(['official', 'official', 'primary', 'primary', undefined]);
  });
});

it('calls are counted one by one, with errors and what was asked again', () => {
  const trace = [
    { turn: 1, kind: 'message' as const, name: 'assistant', output: 'plan' },
    {
      turn: 1,
      kind: 'error' as const,
      name: 'search',
      input: { queries: ['a', 'b'] },
      output: [
        { query: 'a', error: '503' },
        { query: 'b', results: [] },
      ],
    },
    { turn: 2, kind: 'tool' as const, name: 'search', input: { queries: ['a'] }, output: [{ query: 'a', results: [{ url: A }] }] },
    { turn: 3, kind: 'error' as const, name: 'open', input: { urls: [B] }, output: [{ url: B, error: 'missing' }] },
  ];
  const calls = toolCalls(trace);
  expect(calls.map(({ asked, failed }) => [asked, failed])).toEqual([
    ['a', true],
    ['b', false],
    ['a', false],
    [B, true],
  ]);
  expect([turnsOf(trace), toolErrors(calls), retries(calls)]).toEqual([3, 0.5, 0.5]);
  expect([turnsOf([]), toolErrors([]), retries([])]).toEqual([null, null, null]);
});

it('a measure is the mean over reports that it is known of, with an interval from five on', () => {
  const nothing = Object.fromEntries(MEASURES.map((name) => [name, null])) as Record<(typeof MEASURES)[number], number | null>;
  const reports = [1, 2, 3, 4, 5].map((turns, i) => ({ family: String(i), measures: { ...nothing, turns, retries: i === 0 ? 1 : null } }));
  const { turns, retries, length } = summarise(reports);
  expect([turns?.value, turns?.n, turns?.ci?.map((end) => Math.round(end * 100) / 100)]).toEqual([3, 5, [1.04, 4.96]]);
  expect([retries, length]).toEqual([{ value: 1, ci: null, n: 1 }, undefined]);
  const errors = [0, 0, 0, 0, 0.5].map((share, i) => ({ family: String(i), measures: { ...nothing, 'tool-errors': share } }));
  // A share is never below 0: 0.1 less 2.776 x 0.1 would be.
  expect(summarise(errors)['tool-errors']?.ci).toEqual([0, expect.closeTo(0.378, 3)]);
});

it('diagnoses what is stored, traces of the offline world included', async () => {
  const store = new Store(':memory:', { mode: 'write' });
  const yaml =
    'name: s\nbenchmarks: [{name: world, ids: [world-en-09, world-zh-16]}]\nagents: [{kind: extractive, name: e, search: {kind: world}}]\n';
  const request = { file: { ...parseSweep(yaml, 's.yaml'), baseDir: '/' }, folders: { dataDir: packageData(), cacheDir: '' } };
  await runSweep(store, request, { env: {}, onNotice: () => {} });
  const [one] = await readDiagnostics(store, { sweep: 's' });
  expect(one).toMatchObject({
    agent: 'e',
    reports: 2,
    measures: {
      'unvisited-links': { value: 0 },
      'dead-links': { value: 0 },
      'code-switching': { value: 0, n: 2 },
      'tool-errors': { value: 0 },
    },
  });
  // Its passages stand on the pages that it cites, word for word.
  expect(one?.measures['citation-accuracy']?.value).toBeGreaterThan(0.9);
  expect(diagnosticsTable([{ agent: 'e', reports: 2, measures: one?.measures ?? {} }], false)).toContain(
    '│ retries                       │',
  );
  await expect(readDiagnostics(store, { benchmark: 'demo' })).rejects.toThrow('no report to diagnose on demo');
  store.close();
});

it('a report without a trace has no turns, and one whose time is unknown no age of sources', () => {
  const measures = diagnoseReport(
    { report: 'x', query: 'q', language: 'en', today: undefined, trace: [], pageOf: () => ({ opened: false, dead: false, known: false }) },
    literally,
  );
  expect([measures.turns, measures['past-year-searches'], measures['source-age'], measures['simulated-date']]).toEqual([
    null,
    null,
    null,
    0,
  ]);
});

it('is drawn: a row a measure that anything is known of, deeper where an agent has more of it; the page has it in both languages', () => {
  const of = (value: number, n = 5) => ({ value, ci: [value / 2, value * 2] as const, n });
  const agents = [
    { agent: 'x', reports: 5, measures: { length: of(100), turns: of(3, 4) } },
    { agent: '<i>y</i>', reports: 5, measures: { length: of(300) } },
  ];
  for (const language of ['en', 'zh'] as const) {
    const chart = diagnosticsChart(agents, { language, theme: 'light' });
    const heat = chart.options?.plugins?.heat;
    expect(heat).toMatchObject({ texts: ['100', '300', '3.0', '–'], small: ['50 – 200', '150 – 600', '1.5 – 6.0', ''] });
    const fills = heat === false ? [] : (heat?.fills ?? []);
    expect(fills[0]).not.toBe(fills[1]);
    expect(renderPng(chart, { theme: 'light' }).subarray(1, 4).toString()).toBe('PNG');
  }
  const page = diagnosticsPage(agents, { language: 'en' });
  expect(page).toContain('3.0 [1.5, 6.0] (4)');
  expect(page).toContain('长度，词');
  expect(page).not.toContain('<i>y</i>');
  expect(() => diagnosticsPage([], { language: 'en' })).toThrow('at least one agent');
});

it('is no support where the page holds none of the sentence’s words, however likely things are true', () => {
  const page = (matched: number) => () => ({ probability: 0.3, matched });
  const report = `This is what was found [x](${A}).`;
  const pageOf = () => ({ text: 'Rents rose.', opened: true, dead: false, known: true, authority: undefined }) as unknown as CitedPage;
  expect([page(0), page(0.2)].map((says) => pairMeasures(readText(report), pageOf, says)['citation-accuracy'])).toEqual([0, 1]);
});
