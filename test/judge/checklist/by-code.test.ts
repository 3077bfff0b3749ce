/** Criteria that code decides: what is counted in crafted reports, hostile patterns, and that no judge is asked. */
import { describe, expect, it } from 'vitest';
import { byCode, verdictByCode } from '../../../judge/checklist/by-code.ts';
import { type Check, checkSchema } from '../../../judge/checklist/check.ts';
import { wordCount } from '../../../judge/checklist/found.ts';
import type { ChecklistJudge, JudgeRequest } from '../../../judge/checklist/judge.ts';
import type { Question, Verdict } from '../../../judge/checklist/verdict.ts';
import type { CallResult } from '../../../judge/judge.ts';

const REPORT = `# 结论

欠款340.2万元，按日万分之五计算，每日利息1,701元，自2026年1月20日起算。依据《保障中小企业款项支付条例》第九条、第十七条。

## 给老板的一页纸

别收商票，先发函。

| 项目 | 金额 |
|---|---|
| 货款 | 340.2万 |
| 利息 | 1701 |

## 来源

见[条例](https://www.gov.cn/zhengce/content/202503/a.htm)和 https://www.gov.cn/zhengce/content/202503/a.htm#x，另见<https://example.com>。`;

const label = (check: unknown, report = REPORT) => verdictByCode(checkSchema.parse(check), report).label;
const met = (check: unknown, report = REPORT) => label(check, report) === 'satisfied';

describe('a check', () => {
  it.each<[string, unknown, boolean]>([
    ['count: at least', { kind: 'count', of: '第[一二三四五六七八九十]+条', min: 2 }, true],
    ['count: too few', { kind: 'count', of: '第[一二三四五六七八九十]+条', min: 3 }, false],
    ['count: letters of either case', { kind: 'count', of: 'EXAMPLE\\.COM', max: 1, min: 1 }, true],
    ['number with thousands', { kind: 'number', of: '利息', value: 1701 }, true],
    ['number in 万, as written', { kind: 'number', of: '货款', value: 340.2 }, true],
    ['number in 万, in full', { kind: 'number', of: '货款', value: 3_402_000 }, true],
    ['number within', { kind: 'number', of: '每日利息', value: 1700, within: 1 }, true],
    ['number not near enough', { kind: 'number', of: '每日利息', value: 1700, within: 0.5 }, false],
    ['number in another sentence', { kind: 'number', of: '商票', value: 1701 }, false],
    ['date as people write it', { kind: 'date', of: '起算', value: '2026-01-20' }, true],
    ['date some days off', { kind: 'date', value: '2026-01-18', within: 1 }, false],
    ['any date', { kind: 'date' }, true],
    ['links: one address is one', { kind: 'link', min: 2, max: 2 }, true],
    ['links to a page of one site', { kind: 'link', of: '^https://www\\.gov\\.cn/.+', max: 1, min: 1 }, true],
    ['a table of two rows', { kind: 'table', of: '利息', min: 2, max: 2 }, true],
    ['no such table', { kind: 'table', of: '复议' }, false],
    ['a section of nine characters and signs', { kind: 'length', of: '一页纸', min: 9, max: 60 }, true],
    ['no such section', { kind: 'length', of: '附录', max: 60 }, false],
  ])('%s', (_, check, expected) => {
    expect(met(check)).toBe(expected);
  });

  it.each<[string, unknown, string, boolean]>([
    ['a number in full-width digits', { kind: 'number', value: 7200 }, '应退７２００元。', true],
    ['with a full-width comma', { kind: 'number', value: 7200 }, '应退7，200元。', true],
    ['in a list with full-width commas', { kind: 'number', value: 150 }, '分别为120，150，180元。', true],
    ['with a narrow space', { kind: 'number', value: 7200 }, '应退7\u202f200元。', true],
    ['in Chinese numerals', { kind: 'number', value: 7200 }, '应退七千二百元。', true],
    ['in Chinese numerals with a zero', { kind: 'number', value: 1_020_005 }, '共一百零二万零五元', true],
    ['in Chinese numerals cut short', { kind: 'number', value: 12_000 }, '共一万二', true],
    ['in Chinese numerals with a point', { kind: 'number', value: 35_000 }, '三点五万元', true],
    ['in Chinese numerals, the end of another', { kind: 'number', value: 50_000 }, '三点五万元', false],
    ['in Chinese numerals before points', { kind: 'number', value: 200 }, '上涨二百点', true],
    ['in the signs of cheques', { kind: 'number', value: 7200 }, '人民币柒仟贰佰元整', true],
    ['in per cent, in Chinese', { kind: 'number', value: 5 }, '百分之五', true],
    ['some hundred thousand', { kind: 'number', value: 100_000 }, '数十万元', false],
    ['three or four hundred', { kind: 'number', value: 400 }, '三四百元', false],
    ['below zero, in a list with full-width commas', { kind: 'number', value: -120 }, '−120，150', true],
    ['in two units of scale', { kind: 'number', value: 350_000_000 }, '3亿5000万元', true],
    ['the first of two units of scale', { kind: 'number', value: 10_000 }, '1万5千元', false],
    ['as part of another', { kind: 'number', value: 720 }, '应退7200元。', false],
    ['said not to be it', { kind: 'number', value: 7200 }, '不是7200元，而是5600元。', false],
    ['said not to be it, in bold', { kind: 'number', value: 7200 }, '不是**7200元**。', false],
    ['said not to be it, in dollars', { kind: 'number', value: 7200 }, 'It is not $7,200 but $5,600.', false],
    ['said not to be it, in quotation marks', { kind: 'number', value: 7200 }, '不应为“7200元”', false],
    ['after a line that denies something', { kind: 'number', value: 7200 }, '并非如此，不是\n7200元', true],
    ['said to be it after one that is not', { kind: 'number', value: 5600 }, '不是7200元，而是5600元。', true],
    ['in the address of a page', { kind: 'number', value: 7200 }, '见[来源](https://a.cn/7200)和 https://a.cn/?id=7200', false],
    ['right behind the address of a page', { kind: 'number', value: 7200 }, '根据https://a.cn/b.htm的规定应退7200元', true],
    ['behind a full-width colon after an address', { kind: 'number', value: 7200 }, 'https://a.cn：7200元', true],
    ['in a block of code', { kind: 'number', value: 7200 }, '```\n9600-120*20=7200\n```', true],
    ['at the end of a range', { kind: 'number', value: 7500 }, '7200-7500元', true],
    ['in 万, written out', { kind: 'number', value: 107.45, within: 0.05, unit: '万' }, '总利息1,074,518.07元', true],
    ['in 万, as it is', { kind: 'number', value: 107.45, within: 0.05, unit: '万' }, '| 总利息（万元） | 107.45 |', true],
    ['in 万, ten times too large', { kind: 'number', value: 107.45, within: 0.05, unit: '万' }, '总利息10,745,180元', false],
    ['in 亿, where 万 is asked for', { kind: 'number', value: 56.4, unit: '万' }, '56.4亿元', false],
    ['in per cent, where 万 is asked for', { kind: 'number', value: 56.4, unit: '万' }, '占56.4%，即５６．４％', false],
    ['written out where no unit is named', { kind: 'number', value: 107.45, within: 0.05 }, '总利息1,074,518.07元', false],
    ['a date without its year', { kind: 'date', value: '2026-03-27' }, '最晚3月27日（周五）前提出。', true],
    ['of another year', { kind: 'date', value: '2026-03-27' }, '最晚2025年3月27日前提出，即25年3月27日。', false],
    ['in Chinese numerals', { kind: 'date', value: '2026-03-27' }, '二〇二六年三月二十七日', true],
    ['of the year that its span begins with', { kind: 'date', value: '2026-03-27' }, '2026年3月20日至3月27日', true],
    ['of another year that its span begins with', { kind: 'date', value: '2026-03-27' }, '2025年3月20日至3月27日', false],
    ['of another year, parted by a blank', { kind: 'date', value: '2026-03-27' }, '2025年的3月27日，二〇二五年 三月二十七日', false],
    ['no name of a month', { kind: 'date', value: '2026-03-27' }, 'margin 27, 2026', false],
    ['in full-width digits', { kind: 'date', value: '2026-03-27' }, '２０２６年３月２７日', true],
    ['in the address of a page', { kind: 'date', value: '2026-03-27' }, 'https://www.gov.cn/2026-03/27/content_1.htm', false],
    ['said not to be it', { kind: 'date', value: '2026-03-25' }, '不是3月25日，是3月27日', false],
    ['no such day', { kind: 'date', value: '2026-03-27' }, '13月27日', false],
    ['any date, without a year', { kind: 'date' }, '3月27日', false],
    ['links: one page by two schemes', { kind: 'link', min: 2 }, 'http://www.gov.cn/a https://WWW.gov.cn/a/', false],
    ['a link without a scheme', { kind: 'link', of: '^https?://www\\.gov\\.cn/.+' }, '见www.gov.cn/zhengce/a.htm', true],
    ['a site that only begins like it', { kind: 'link', of: '^https?://www\\.gov\\.cn/.+' }, 'https://www.gov.cn.a.com/a', false],
    [
      'a section with a comment in code',
      { kind: 'length', of: '念', min: 30, max: 60 },
      `## 念给爸听\n\n\`\`\`\n# 注\n\`\`\`\n${'字'.repeat(40)}`,
      true,
    ],
    [
      'a section below code on one line, with a fence of another kind',
      { kind: 'length', of: '念', min: 2, max: 2 },
      '```x = 1```\n~~~~\n```\n# 念\n~~~~\n# 念\n字字',
      true,
    ],
    ['a heading without marks', { kind: 'length', of: '念', min: 40, max: 40 }, `五、念给爸听\n${'字'.repeat(40)}\n六、其他\n字`, true],
    [
      'bold words in a section without marks',
      { kind: 'length', of: '念', min: 42, max: 42 },
      `五、念给爸听\n**要点**\n${'字'.repeat(40)}`,
      true,
    ],
    [
      'a marked heading after words like it',
      { kind: 'length', of: '念', min: 40, max: 40 },
      `三、念的话在文末\n\n## 念给爸听\n${'字'.repeat(40)}`,
      true,
    ],
    ['a table in a quotation', { kind: 'table', min: 2, max: 2 }, '> | a | b |\n> |---|---|\n> | 1 | 2 |\n> | 3 | 4 |', true],
    ['a table in HTML', { kind: 'table', of: '赵', min: 1, max: 1 }, '<table><tr><th>人</th></tr>\n<tr><td>赵</td></tr></table>', true],
    ['a table in HTML without an end', { kind: 'table' }, '<table><tr><td>赵</td></tr>', false],
    [
      'a table in HTML after letters whose small form is longer',
      { kind: 'table', of: '赵', min: 1 },
      `${'İ'.repeat(99)}<table><tr><tr>赵</table>`,
      true,
    ],
    ['no table but a tablet', { kind: 'table' }, '<tablet><tr><tr></tablet>', false],
    ['count: full-width digits in the pattern', { kind: 'count', of: '[０-９]{4}年', min: 1 }, '２０２５年', true],
    ['count: a full-width point', { kind: 'count', of: '１．概要', min: 1 }, '１．概要', true],
    ['count: full-width digits', { kind: 'count', of: '法释.?20\\d\\d.?\\d+号', min: 1 }, '法释〔２０２５〕４号', true],
  ])('%s', (_, check, report, expected) => {
    expect(met(check, report)).toBe(expected);
  });

  it('shows passages in the words of the report', () => {
    const report = '应退７，２００元。';
    expect(verdictByCode({ kind: 'number', value: 7200 }, report).quotes.map(({ text }) => text)).toEqual(['７，２００']);
    const table = 'İ１ <TABLE>\n<tr><th>项</th></tr>\n<tr><td>１</td></tr></TABLE>';
    expect(verdictByCode({ kind: 'table' }, table).quotes).toEqual([
      { text: '<TABLE>\n<tr><th>项</th></tr>', verified: true, start: 3, end: 30 },
    ]);
  });

  it('says what was counted, in the language of the report, with passages and their places', () => {
    const { reason, quotes, confidence } = verdictByCode({ kind: 'count', of: '第.条', min: 3 }, REPORT);
    expect(reason).toBe('由程序判定：共1处（/第.条/），要求≥ 3。');
    expect(confidence).toBe(1);
    expect(quotes.map(({ start, end }) => REPORT.slice(start, end))).toEqual(['第九条']);
    expect(verdictByCode({ kind: 'length', max: 2 }, 'Three plain words').reason).toBe('Decided by code: 3 words, asked for ≤ 2.');
  });

  it('counts words as word processors do: characters, signs and words, no addresses', () => {
    expect(wordCount('你好，world 2026！')).toBe(6);
    expect(wordCount("It's 3.5% of GDP")).toBe(4);
    expect(wordCount('见[条例](https://www.gov.cn/a)。')).toBe(4);
  });

  it.each([
    ['a count of nothing', { kind: 'count', min: 1 }, 'of: missing'],
    ['a count without a bound', { kind: 'count', of: 'x' }, 'min: missing'],
    ['a number without a value', { kind: 'number', of: 'x' }, 'value: expected the number'],
    ['bounds the wrong way round', { kind: 'length', min: 5, max: 2 }, 'max: expected at least min, 5'],
    ['look-ahead', { kind: 'count', of: '(?=x)', min: 1 }, 'of: expected a regular expression in RE2'],
    ['a reference back', { kind: 'count', of: '(a)\\1', min: 1 }, 'of: expected a regular expression in RE2'],
    ['an expression of many states', { kind: 'count', of: '(a{0,100}){0,10}b', min: 1 }, 'of: too large'],
    ['a unit of a date', { kind: 'date', unit: '万' }, 'unit: goes with number only'],
    ['a misspelt key', { kind: 'count', of: 'x', least: 1, min: 1 }, ': Unrecognized key'],
  ])('is refused: %s', (_, check, message) => {
    const issues = checkSchema.safeParse(check).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
    expect(issues.join('\n')).toContain(message);
  });

  it('does not hang on a hostile pattern: it is linear, and left unscored where even that is much', async () => {
    const hostile = 'a'.repeat(30_000);
    expect(met({ kind: 'count', of: '(a*)*b', min: 1 }, hostile)).toBe(false);
    expect(met({ kind: 'table', min: 39_998, max: 39_998 }, '| a |\n|---|\n'.repeat(20_000).trimEnd())).toBe(true);
    expect(met({ kind: 'table' }, `a|b\n${' '.repeat(1_000_000)}x-|`)).toBe(false);
    expect(met({ kind: 'link' }, `https://a${'.'.repeat(1_000_000)}x`)).toBe(true);
    const { answers, unscored } = await judged({ kind: 'count', of: 'a.{0,60}b|a', min: 1 }, 'a'.repeat(100_000));
    expect(answers).toEqual([]);
    expect(unscored[0]?.error).toContain('too long for the pattern');
  });
});

const RUBRIC = [
  { id: 'c01', criterion: 'Names the river', weight: 2 },
  { id: 'c02', criterion: 'Is short', weight: 1, check: { kind: 'length', max: 500 } satisfies Check },
  { id: 'c03', criterion: 'Cites nothing', weight: -1, check: { kind: 'link', max: 0 } satisfies Check },
];
const OWED = [1, 2].flatMap((trial) => RUBRIC.map(({ id }) => ({ criterion: id, trial })));

describe('a judge by code', () => {
  it('asks the judge for the others alone, and answers for every trial alike', async () => {
    const asked: Question[] = [];
    const results = await ask(RUBRIC, OWED, 'The Rhine is a river, in words enough to be judged.', asked);
    expect(asked).toEqual(OWED.filter(({ criterion }) => criterion === 'c01'));
    expect(results.flatMap(({ answers }) => answers.map(({ question, answer }) => `${question.criterion} ${answer.label}`))).toEqual([
      'c02 satisfied',
      'c03 satisfied',
      'c02 satisfied',
      'c03 satisfied',
    ]);
    expect(results.every(({ call }) => call === undefined)).toBe(true);
  });

  it('holds an empty report to meet nothing and to have no flaw', async () => {
    const results = await ask(RUBRIC, OWED, '—', []);
    expect(new Set(results.flatMap(({ answers }) => answers.map(({ answer }) => answer.label)))).toEqual(new Set(['unsatisfied']));
  });
});

async function judged(check: Check, report: string): Promise<CallResult<Question, Verdict>> {
  const [result] = await ask([{ id: 'c01', criterion: 'x', weight: 1, check }], [{ criterion: 'c01', trial: 1 }], report, []);
  return result ?? { answers: [], unscored: [] };
}

async function ask(rubric: JudgeRequest['rubric'], owed: readonly Question[], report: string, asked: Question[]) {
  const results: CallResult<Question, Verdict>[] = [];
  const judge: ChecklistJudge = {
    name: 'j',
    identity: {},
    judge: async (request) => {
      asked.push(...request.owed);
    },
  };
  const sink = async (result: CallResult<Question, Verdict>) => {
    results.push(result);
  };
  await byCode(judge).judge({ query: 'q', report, rubric, owed }, sink, new AbortController().signal);
  return results;
}
