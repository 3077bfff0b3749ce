import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SABOTAGES, type Sabotage, sabotage } from '../../../bench/sabotage.ts';
import { packageData } from '../../../benchmarks/files/paths.ts';
import type { LintRule } from '../../../benchmarks/lint/finding.ts';
import { lintFile, lintTask } from '../../../benchmarks/lint/lint.ts';
import { loadTasks } from '../../../benchmarks/load.ts';
import type { Task } from '../../../benchmarks/task.ts';
import { createRandom } from '../../../reports/stats/random.ts';
import { testFolder } from '../folder.ts';

const folder = testFolder();
const OWN = ['adr-bench', 'demo'].map((name) => join(packageData(), name, 'tasks.jsonl'));

function taskOf(...criteria: (string | [string, number])[]): Task {
  const rubric = criteria.map((one, i) => ({
    id: `c${i}`,
    criterion: Array.isArray(one) ? one[0] : one,
    weight: Array.isArray(one) ? one[1] : 1,
  }));
  return { id: 't', query: 'x', language: 'en', domain: 'd', rubric };
}

/** The rules of warnings on the criteria of a rubric. */
function rulesOf(...criteria: (string | [string, number])[]): LintRule[] {
  return lintTask(taskOf(...criteria)).flatMap(({ rule, severity }) => (severity === 'info' ? [] : [rule]));
}

describe('compound', () => {
  it.each([
    'The response explains the tax and lists the exemptions.',
    'States the deadline; names the form to file.',
    'Defines the term. It should cite the statute.',
    'Names two funds, and also gives the fee of each.',
    'Names a venue near the station, posits a theory of prices.',
    '报告写明申请期限，并指出逾期的后果。',
    '设备的价格为940万元，安装的价格为56万元',
    '报告给出三种方案；说明各自的成本。',
    '佣金计入资产，同时奖金的金额为0',
  ])('is found: %s', (text) => expect(rulesOf(text)).toEqual(['compound']));

  it.each([
    'Compares the costs and benefits of A and B (e.g., price, speed, and support).',
    'Explains that fees compound and reduce the final value.',
    'Explains how the tax is levied and cites the statute.',
    'Recommends a fund and explains why it is cheap.',
    'Describes the appeal process and outlines how each appeal is heard.',
    'Explains that a low temperature, with larger radiators, makes the pump efficient.',
    'Uses not only the deadline but also the form.',
    'Names at least three funds (e.g., SPY; QQQ; VTI).',
    'Cites the U.S. Treasury or the Federal Reserve.',
    'Identifies and explains the main cause of the outage.',
    'Names the method and explains how it works.',
    'The response, in its comparison of both funds, mentions the fee.',
    'States that the firm sits in Denver. Note that "Denver, CO" will do.',
    '报告比较房租和房贷两项支出',
    '有一张表同时列出单独售价、占比和分摊金额',
    '报告引用《公司法》第54条，说明债权人有权要求股东提前缴纳出资',
    '初次违法且危害后果轻微的，可以不予行政处罚',
  ])('is not found: %s', (text) => expect(rulesOf(text)).toEqual([]));
});

describe('vague and unverifiable', () => {
  it.each([
    ['Provides a comprehensive overview of the market.', 'vague'],
    ['Discusses at least two risks in sufficient depth.', 'vague'],
    ['报告对退款规则作了充分的说明', 'vague'],
    ['报告结构清晰', 'vague'],
    ['Uses accurate figures for growth.', 'unverifiable'],
    ['报告中的数据准确', 'unverifiable'],
  ])('is found: %s', (text, rule) => expect(rulesOf(text)).toEqual([rule]));

  it.each([
    'Gives an adequate sample, of at least 30 patients.',
    'Gives a robust plan for the cache (e.g., Redis, Memcached).',
    'States that the vaccine is more effective than no vaccine.',
    'Explains that the metric is good where speech is slow.',
    'Proposes a projector suitable for slides.',
    'States the correct rate, that is 25%.',
    '报告推荐合理的容量：每小时170至290立方米',
    '报告说明法院会合理确定付款期限',
  ])('is not found where a test stands beside it: %s', (text) => expect(rulesOf(text)).toEqual([]));
});

describe('overlap', () => {
  const first = 'States that the lease term is seven years because renewal is certain.';
  it('finds a second wording of one demand, and a flaw that mirrors a merit', () => {
    expect(rulesOf(first, 'Says that the lease term is seven years because renewal is certain.')).toEqual(['overlap']);
    expect(rulesOf('说明不得自行停药或者减少降压药的剂量', ['误称可以自行停药或者减少降压药的剂量', -1])).toEqual(['overlap']);
  });

  it('takes the same sentence about another figure for another demand', () => {
    expect(rulesOf('修正久期约为4.61', '修正久期约为4.72')).toEqual([]);
  });
});

describe('sign', () => {
  it('finds a flaw that earns points and a merit that costs them', () => {
    expect(rulesOf('The response fails to name a source.')).toEqual(['sign']);
    expect(rulesOf('报告误将押金计入收入')).toEqual(['sign']);
    expect(rulesOf('x', ['The response includes a table of at least five prices.', -2])).toEqual(['sign']);
    expect(rulesOf('x', ['报告写明诉讼时效为三年', -2])).toEqual(['sign']);
  });

  it('leaves flaws with a negative weight and warnings about flaws alone', () => {
    expect(rulesOf('x', ['The response omits the fee.', -2])).toEqual([]);
    expect(rulesOf('Warns that the figure may be wrong.')).toEqual([]);
    expect(rulesOf('x', ['报告称押金不用退', -2])).toEqual([]);
  });
});

describe('a limit, a tolerance and a demand of every part', () => {
  it.each([
    'Provides the price of the hall within a 10% margin of error.',
    'Contains no more than two pages on other towns.',
    'Suggests a start and an end for each visit.',
  ])('are merits: %s', (text) => expect(rulesOf('x', [text, -2])).toEqual(['sign']));
  it.each(['Contains errors in the prices.', 'Suggests no start for the visit.'])('leave flaws alone: %s', (text) =>
    expect(rulesOf('x', [text, -2])).toEqual([]),
  );
});

describe('negation', () => {
  const of = (criterion: string, weight: number, fatal = false) =>
    lintTask({
      ...taskOf('x'),
      rubric: [
        { id: 'a', criterion: 'States the fee.', weight: 2 },
        { id: 'b', criterion, weight, ...(fatal && { fatal }) },
      ],
    })
      .filter(({ rule }) => rule === 'sign')
      .map(({ criterion: id }) => id);
  it.each([
    ['Does not fabricate a loss ratio', true],
    ['Avoids giving buying advice', false],
    ['Avoids giving buying advice', true],
    ['没有编造赔付率', true],
    ['不得编造赔付率', true],
    ['未编造赔付率', true],
    ['避免给出购买建议', false],
    ['避免给出购买建议', true],
    ['Does not say that gold can never lose value', false],
    ['Contains no fabricated citations', false],
    ['The report does not present guesses as facts', true],
    ["Doesn't recommend stopping the medication", true],
    ['不存在虚构引用', true],
    ['不建议自行停药', true],
    ['没有把推测当作事实', false],
  ] as const)('a pitfall written as its avoidance is named: %s, fatal %s', (text, fatal) => expect(of(text, -5, fatal)).toEqual(['b']));

  it.each([
    'Gives buying advice',
    '推荐极低热量饮食而不提示风险',
    'Fails to say that gold can lose value',
    '未提示金价会下跌',
    '没有提示利率风险',
    'Does not mention the fee',
    'Leaves out the side effects',
    'States that gold can never lose value',
    'Cites Wikipedia as the main source',
    'Uses harsh language of the student',
    'Gives a figure without naming its source',
    'Proposes a plan that does not fit the budget',
    '把推测当作事实',
    '给出买卖建议',
  ])('a flaw, an omission among them, costs points rightly: %s', (text) => expect(of(text, -5)).toEqual([]));

  it('a fatal flaw that says what it is stays as it is; a merit is none because it is called fatal', () => {
    expect(of('Lists the three risks', -5, true)).toEqual(['b']);
    expect(of('写明申报期限', -5, true)).toEqual(['b']);
    expect(of('States that the loan is free', -5, true)).toEqual([]);
    expect(of('编造赔付率', -5, true)).toEqual([]);
    expect(of('Does not mention the fee', 2)).toEqual(['b']);
  });
});

describe('language', () => {
  const of = (language: string, query: string) =>
    lintTask({ ...taskOf('x'), language, query }).flatMap(({ rule, message }) => (rule === 'language' ? [message] : []));
  it('is a code that is known, and that of the query', () => {
    expect(of('cn', '黄金会跌价吗')).toEqual(['unknown language code "cn": zh is meant']);
    expect(of('en', '黄金会跌价吗')).toEqual(['the query is Chinese, and its language says "en": zh is meant']);
    expect(of('zh', 'Can gold lose value?')).toEqual(['the query has no Chinese character, and its language says "zh"']);
    for (const [code, query] of [
      ['zh-CN', '黄金会跌价吗'],
      ['en', 'Can gold lose value?'],
      ['ja', '金は下がりますか'],
    ] as const)
      expect(of(code, query)).toEqual([]);
  });
});

describe('what is only worth a look', () => {
  it('is an info: no negative criterion, one axis, equal weights, another topic', () => {
    const messages = lintTask({
      ...taskOf('apples ripen', 'apples fall', 'apples sell', 'apples rot', 'zebras gallop'),
      query: 'Tell me of apples',
    });
    expect(messages.every(({ severity }) => severity === 'info')).toBe(true);
    expect(messages.map(({ rule, criterion }) => `${rule} ${criterion ?? ''}`)).toEqual(['off-topic c4', 'shape ', 'shape ', 'shape ']);
  });
});

describe('what makes a rubric test research', () => {
  it('is said where code holds a silent report for good, and where the query gives most', () => {
    const rubric = [
      { id: 'a', criterion: 'Is short', weight: 3, from: 'query' as const, check: { kind: 'length' as const, max: 900 } },
      { id: 'b', criterion: 'Cites the ruling', weight: 2, from: 'source' as const, check: { kind: 'link' as const } },
      { id: 'c', criterion: 'Is too long', weight: -1, check: { kind: 'length' as const, max: 5000 } },
    ];
    const found = (given: Task['rubric']) =>
      lintTask({ ...taskOf(), rubric: given }).flatMap(({ rule, criterion = '', severity }) =>
        severity === 'warning' ? [`${rule} ${criterion}`.trim()] : [],
      );
    expect(found(rubric)).toEqual(['silent a', 'share']);
    expect(found(rubric.map((each) => (each.id === 'b' ? { ...each, weight: 3 } : each)))).toEqual(['silent a']);
    expect(found(rubric.map(({ from, ...each }) => each))).toEqual(['silent a']);
  });

  it('names tasks whose rubric is too old, where the day is known', async () => {
    const task = { ...taskOf('Names the river'), validUntil: '2026-11-27' };
    const file = folder.write('old.jsonl', JSON.stringify(task));
    const rules = async (today?: string) =>
      (await lintFile(file, today)).findings.filter(({ severity }) => severity === 'warning').map(({ rule, line }) => `${rule} ${line}`);
    expect(await rules('2026-11-28T00:00:00Z')).toEqual(['expired 1']);
    expect(await rules('2026-11-27T23:00:00Z')).toEqual([]);
    expect(await rules()).toEqual([]);
  });
});

describe('lintFile', () => {
  it('names line, task and criterion, and how to mend it', async () => {
    const task = { ...taskOf('States the fee; names the fund to buy.'), id: 't1' };
    const {
      findings: [finding],
    } = await lintFile(folder.write('one.jsonl', `\n${JSON.stringify(task)}\n`));
    expect(finding).toMatchObject({ severity: 'warning', rule: 'compound', line: 2, task: 't1', criterion: 'c0' });
    expect(finding?.message).toContain('split it');
  });

  it.each(OWN)('has neither error nor warning for %s', async (file) => {
    expect((await lintFile(file)).findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });
});

const RULES: Readonly<Record<Sabotage, readonly LintRule[]>> = {
  join: ['compound'],
  blur: ['vague', 'unverifiable'],
  duplicate: ['overlap'],
  flip: ['sign'],
};

describe('sabotage of our own rubrics', () => {
  // A flaw whose sign is flipped rarely says that it is one.
  it.each(SABOTAGES.map((kind) => [kind, kind === 'flip' ? 0.7 : 0.8] as const))(
    'is caught: %s, in a share of %d at least',
    async (kind, least) => {
      const tasks = (await Promise.all(OWN.map(loadTasks))).flat().filter((task) => task.rubric !== undefined);
      const random = createRandom(20);
      const caught = [...tasks, ...tasks, ...tasks].flatMap((task) => {
        const spoilt = sabotage(kind, task.rubric ?? [], random);
        if (spoilt === undefined) return [];
        const found = lintTask({ ...task, rubric: spoilt.rubric });
        return [
          found.some(
            ({ severity, rule, criterion = '' }) => severity !== 'info' && RULES[kind].includes(rule) && spoilt.touched.includes(criterion),
          ),
        ];
      });
      expect(caught.length).toBeGreaterThan(80);
      expect(caught.filter(Boolean).length / caught.length).toBeGreaterThanOrEqual(least);
    },
  );
});

describe('a line that does not fit', () => {
  it('is reported with all that is wrong with it, each as a finding with its line', async () => {
    const row = { id: 'a', question: 'q', colour: 1, language: 'en', domain: 'd', rubric: [{ criterion: 'c', weight: 'five' }] };
    const { findings } = await lintFile(folder.write('misspelt.jsonl', `${JSON.stringify(row)}\n`));
    expect(findings.map(({ line, message }) => [line, message.replace(/^.*misspelt\.jsonl:1: /, '')])).toEqual([
      [1, 'unknown keys `question`, `colour` (there are query, track, notes, tags, asOf, validUntil, version)'],
      [1, 'query: missing, expected text'],
      [1, 'rubric[0].weight: expected a number other than 0, got "five"'],
    ]);
  });

  it('leaves nothing to a second round: what fits of the line is looked at, and its id is one that the next line repeats', async () => {
    const rubric = [
      { criterion: 'Names the sun', weight: 'five' },
      { criterion: 'Provides a comprehensive overview of bees', weight: 2 },
      { criterion: 'Explains the dance', weight: -5 },
    ];
    const row = { id: 'a', query: 'q', language: 'en', domain: 'd' };
    const lines = [
      { ...row, rubric },
      { ...row, rubric: [{ criterion: 'Names the hive', weight: 1 }] },
    ];
    const { findings } = await lintFile(folder.write('round.jsonl', lines.map((line) => JSON.stringify(line)).join('\n')));
    const found = findings.filter(({ severity }) => severity !== 'info');
    expect(found.map(({ rule, line, criterion = '' }) => `${rule} ${line} ${criterion}`.trim())).toEqual([
      'schema 1',
      'schema 2',
      'vague 1 c02',
      'sign 1 c03',
    ]);
  });
});
