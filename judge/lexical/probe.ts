/**
 * The offline judge's identity: a hash of its answers on a probe, so that a change of its labels makes another judge of it and a change
 * of its code does not.
 */
import type { Rubric } from '../checklist/rubric.ts';
import type { Verdict } from '../checklist/verdict.ts';
import { fingerprint } from '../hash.ts';

interface Probe {
  readonly query: string;
  readonly report: string;
  readonly rubric: Rubric;
}

const rubricOf = (merits: readonly string[], flaws: readonly string[]): Rubric =>
  [...merits.map((criterion) => ({ criterion, weight: 2 })), ...flaws.map((criterion) => ({ criterion, weight: -3 }))].map((one, i) => ({
    ...one,
    id: `p${i}`,
  }));

/** Each kind of thing that the judge looks at once at least: content, figures, forms, absence, flaws, general praise, the other language. */
const PROBES: readonly Probe[] = [
  {
    query: 'Should a coastal town of 40,000 people build a tidal power plant or a wind farm?',
    report: `# Tidal power or wind for a coastal town

## Summary

A wind farm of 12 turbines costs about $48 million and delivers 110 GWh a year; a tidal plant of the same output costs $150 million [1].

| Option | Cost | Output |
| --- | --- | --- |
| Wind farm | $48 million | 110 GWh |
| Tidal plant | $150 million | 108 GWh |

## Reasons

- Wind turbines last 25 years, and spare parts are easy to get.
- Tides can be predicted for decades, so that no storage is needed.
- The tidal plant would close the harbour to fishing boats for three years. Fishermen do not accept that.

Wind power does not disturb the salmon run. Contrary to what is often said, it is not true that turbines frighten all birds away.

## Recommendation

The town should build the wind farm first. This report does not give financial advice.

1. Measure the wind for a year.
2. Ask the fishermen.
3. Invite bids.

[1]: https://example.org/tidal
`,
    rubric: rubricOf(
      [
        'States that a wind farm of 12 turbines costs about $48 million',
        'Gives the yearly output of the tidal plant in GWh',
        'Names the lifetime of wind turbines, 25 years, and the price of steel in 2019',
        'Explains how tides differ between spring and neap',
        'Compares both options in a table',
        'Gives numbered steps for what to do next',
        'Cites at least three sources with links',
        'Mentions the harbour and the fishing boats',
        'Does not give financial advice',
        'Is clearly written and well organised',
        'Is written in English',
        'Has at most 500 words',
        '指出风电场的成本约为4800万美元',
      ],
      [
        'Claims that turbines frighten all birds away',
        'Recommends building the tidal plant first',
        'Says that wind power disturbs the salmon run',
        'Invents a source',
      ],
    ),
  },
  {
    query: '老年人如何选择控制血压的饮食？',
    report: `# 老年人的控压饮食

## 要点

每天的盐不超过5克，蔬菜不少于500克。研究显示，低盐饮食可使收缩压下降约5毫米汞柱。

- 选择：燕麦、芹菜、香蕉、低脂奶。
- 少吃：腌菜、腊肉、方便面。

## 注意

服用降压药的人不应自行停药。柚子会影响部分药物，应先询问医生。本文不推荐极低热量饮食。

| 食物 | 钾（毫克/100克） |
| --- | --- |
| 香蕉 | 256 |
| 菠菜 | 311 |

综上，先减盐，再增加蔬菜，并每周测量三次血压。
`,
    rubric: rubricOf(
      [
        '指出每天的盐不超过5克',
        '说明低盐饮食可使收缩压下降约5毫米汞柱',
        '给出香蕉和菠菜的钾含量并说明肾病患者的限制',
        '解释高血压的遗传原因',
        '用表格比较食物',
        '提醒服药的人不要自行停药',
        '没有推荐极低热量饮食',
        '结构清楚，语言通顺',
        '引用至少两个来源',
        'Says that grapefruit can affect some medicines',
      ],
      ['推荐极低热量饮食', '建议自行停药', '给出错误的盐摄入量，例如每天10克'],
    ),
  },
];

let known: string | undefined;

/** @param answer the verdicts on all criteria of a probe, in their order */
export function probeHash(answer: (probe: Probe) => readonly Verdict[]): string {
  known ??= fingerprint(
    JSON.stringify(
      PROBES.map((probe) => answer(probe).map(({ label, confidence, quotes }) => [label, confidence, quotes.map(({ text }) => text)])),
    ),
  );
  return known;
}
