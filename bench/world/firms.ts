/** filingPages: annual filings of eight invented firms, from a table of figures and what the firms say of their years. */
import type { WorldPage } from './page.ts';

interface Year {
  readonly year: number;
  /** Millions of crowns. */
  readonly revenue: number;
  readonly net: number;
  readonly staff: number;
  /** What the firm says of the year. */
  readonly said: string;
}

interface Firm {
  readonly ticker: string;
  readonly name: string;
  readonly zh: string;
  readonly business: string;
  readonly years: readonly Year[];
  /** The last year in Chinese. */
  readonly saidZh: string;
  readonly risk: string;
  readonly auditor: string;
  /** One more line of the table, with its unit. */
  readonly more?: { readonly label: string; readonly zh: string; readonly values: readonly string[] };
}

const FIRMS: readonly Firm[] = [
  {
    ticker: 'BWF',
    name: 'Brightwater Ferries plc',
    zh: '明水渡轮股份公司',
    business: 'passenger and vehicle ferries between the four inhabited islands',
    years: [
      {
        year: 2023,
        revenue: 212.4,
        net: 9.8,
        staff: 1120,
        said: 'Passenger numbers came back to nine tenths of 2019. Vehicle traffic, which never fell as far, set a record in August. Fuel was the one line that moved against us: a fifth of revenue, after fifteen per cent the year before.',
      },
      {
        year: 2024,
        revenue: 231.9,
        net: -4.1,
        staff: 1090,
        said: 'The loss has one cause. The two oldest vessels, Cormorant and Tern, were written down by 17.6 million crowns when the board decided not to refit them for the new data-recorder rules. Before that charge the year would have closed with a profit of 13.5 million.',
      },
      {
        year: 2025,
        revenue: 248.6,
        net: 14.7,
        staff: 1145,
        said: 'The hybrid vessel Avocet entered service on the Port Sable to Teal Harbour line in March and burnt 38 per cent less fuel than the ship it replaced. Irene Maddock retired as chief executive on 30 April 2025; Tomas Quill, until then head of operations, followed her on 1 May.',
      },
    ],
    saidZh:
      '混合动力船"反嘴鹬号"三月投入沙伯港—凫港航线，油耗比被替换的旧船低38%。首席执行官艾琳·马多克于2025年4月30日退休，原运营负责人托马斯·奎尔自5月1日起接任。',
    risk: 'Weather cancelled 214 of 9,860 sailings in the year. A second winter like that of 2019 would cost about six million crowns of margin.',
    auditor: 'Pell & Okafor',
    more: { label: 'Passengers (thousand)', zh: '旅客（千人次）', values: ['2,310', '2,455', '2,602'] },
  },
  {
    ticker: 'KSG',
    name: 'Kestrel Grid',
    zh: '隼电网公司',
    business: 'the transmission and distribution network and the two sea cables',
    years: [
      {
        year: 2023,
        revenue: 418.0,
        net: 31.2,
        staff: 860,
        said: 'Allowed revenue rose with inflation and little else happened on the income side. The work of the year lay at sea, where the second cable to Hollin was surveyed.',
      },
      {
        year: 2024,
        revenue: 436.5,
        net: 28.7,
        staff: 872,
        said: 'Two storms in November took 41,000 customers off supply, the longest of them for 52 hours. Repairs and compensation came to 8.4 million crowns and explain the fall in profit.',
      },
      {
        year: 2025,
        revenue: 461.2,
        net: 35.9,
        staff: 901,
        said: 'The second Hollin cable was energised on 9 October 2025, four months late and 6 per cent over its budget of 88 million crowns. Since then wind power that had to be curtailed on Norrisay has fallen from 7.9 to 2.2 per cent of what could have been produced.',
      },
    ],
    saidZh: '第二条霍林海缆于2025年10月9日通电，比计划晚四个月，超出8800万岚元预算6%。此后诺里赛岛的弃风率由7.9%降至2.2%。',
    risk: 'The regulator reviews the allowed return in 2027; each tenth of a point is worth 1.1 million crowns a year.',
    auditor: 'Stanmore Reid',
    more: { label: 'Average minutes lost a customer', zh: '户均停电时间（分钟）', values: ['74', '163', '69'] },
  },
  {
    ticker: 'NRW',
    name: 'Norrisay Wind',
    zh: '诺里赛风电公司',
    business: 'wind farms on and off Norrisay',
    years: [
      {
        year: 2023,
        revenue: 58.3,
        net: -6.2,
        staff: 140,
        said: 'A still spring and a failed gearbox batch (eleven machines stood for an average of 70 days) made this the worst year since the first farm opened.',
      },
      {
        year: 2024,
        revenue: 74.6,
        net: 2.9,
        staff: 163,
        said: 'The 48 megawatts of Long Shoal came on in May. The supplier paid 5.5 million crowns for the gearboxes of the year before, without which the result would have been a small loss.',
      },
      {
        year: 2025,
        revenue: 96.1,
        net: 11.8,
        staff: 205,
        said: 'Another 48 megawatts, Outer Shoal, ran from June. Less curtailment after the new sea cable was worth about three million crowns in the last quarter alone.',
      },
    ],
    saidZh: '外滩二期4.8万千瓦机组自六月起运行。新海缆投用后弃风减少，仅第四季度就多收入约300万岚元。',
    risk: 'Two thirds of output is sold under one contract with Kestrel Grid that ends in 2031.',
    auditor: 'Pell & Okafor',
    more: { label: 'Installed capacity (MW)', zh: '装机容量（兆瓦）', values: ['120', '168', '216'] },
  },
  {
    ticker: 'HOP',
    name: 'Hollin Optics',
    zh: '霍林光学公司',
    business: 'lenses and sensors for ships, drones and microscopes',
    years: [
      {
        year: 2023,
        revenue: 133.7,
        net: 18.4,
        staff: 520,
        said: 'Drone makers took 44 per cent of what we shipped. We said last year that this was too much for one trade, and say so again.',
      },
      {
        year: 2024,
        revenue: 151.2,
        net: 21.0,
        staff: 566,
        said: 'A record in every division. The new coating hall, 19 million crowns, was opened in September and paid for without a loan.',
      },
      {
        year: 2025,
        revenue: 149.8,
        net: 16.3,
        staff: 571,
        said: 'The first fall in sales for nine years: two drone makers cancelled orders worth 12 million crowns in the second half. Microscope optics grew by 14 per cent and are now the largest division.',
      },
    ],
    saidZh: '九年来销售额首次下降：下半年两家无人机厂商取消了价值1200万岚元的订单。显微镜光学业务增长14%，成为最大部门。',
    risk: 'One customer, which is not named here, took 17 per cent of sales.',
    auditor: 'Vane Audit Partners',
  },
  {
    ticker: 'SMF',
    name: 'Saltmarsh Foods',
    zh: '盐沼食品公司',
    business: 'tinned fish, samphire and seaweed snacks',
    years: [
      {
        year: 2023,
        revenue: 176.5,
        net: 7.1,
        staff: 940,
        said: 'Herring was scarce and dear. What kept the year in profit was the seaweed snack, sold in nineteen countries.',
      },
      {
        year: 2024,
        revenue: 169.3,
        net: 3.4,
        staff: 905,
        said: 'We closed the smaller of our two canneries in June and took a charge of 4.2 million crowns. Sales fell by about what that cannery had made.',
      },
      {
        year: 2025,
        revenue: 182.2,
        net: 8.8,
        staff: 918,
        said: 'On 20 February 2026 the board restated the profit of 2024: stock that had been counted twice was taken out, and net profit for that year is now 1.9 million crowns, not 3.4 million. Cash was not affected. The finance director has left.',
      },
    ],
    saidZh:
      '董事会于2026年2月20日重述2024年利润：剔除重复盘点的存货后，该年净利润为190万岚元，而非原先披露的340万岚元。现金不受影响，财务总监已离任。',
    risk: 'The packaging levy as amended in 2026 adds some 0.9 million crowns a year.',
    auditor: 'Vane Audit Partners (until 2025), Pell & Okafor (from 2026)',
  },
  {
    ticker: 'LTB',
    name: 'Lantern Bank',
    zh: '灯塔银行',
    business: 'deposits, mortgages and loans to small firms',
    years: [
      {
        year: 2023,
        revenue: 302.1,
        net: 64.0,
        staff: 1480,
        said: 'Higher rates helped a bank that has more deposits than loans. Arrears on mortgages stayed at 0.8 per cent.',
      },
      {
        year: 2024,
        revenue: 318.8,
        net: 58.2,
        staff: 1465,
        said: 'Provisions rose to 22 million crowns, most of them for three building firms in Ashgrove. The dividend was left where it was.',
      },
      {
        year: 2025,
        revenue: 340.4,
        net: 71.5,
        staff: 1432,
        said: 'The cap on consumer credit, 24 per cent since October, cost us 1.7 million crowns in the last quarter and will cost about seven in a full year. The branch on Norrisay was kept open after a petition.',
      },
    ],
    saidZh: '消费信贷利率上限自十月起降为24%，第四季度减少收入170万岚元，全年影响约700万岚元。应居民请愿，诺里赛支行予以保留。',
    risk: 'Loans secured on property in Port Sable are 46 per cent of the book.',
    auditor: 'Stanmore Reid',
    more: { label: 'Common equity tier 1 ratio', zh: '核心一级资本充足率', values: ['13.9%', '13.4%', '14.6%'] },
  },
  {
    ticker: 'QRB',
    name: 'Quay Robotics',
    zh: '码头机器人公司',
    business: 'machines that clean hulls and inspect quays',
    years: [
      {
        year: 2023,
        revenue: 21.8,
        net: -12.6,
        staff: 131,
        said: 'We sold 34 crawlers and learnt that customers would rather pay by the hull. Service contracts start next year.',
      },
      {
        year: 2024,
        revenue: 39.5,
        net: -9.7,
        staff: 188,
        said: 'Service brought in more than machines for the first time: 21.3 million crowns. Cash at the end of the year was 14 million, enough for eighteen months at the present pace.',
      },
      {
        year: 2025,
        revenue: 66.4,
        net: -3.3,
        staff: 240,
        said: 'We raised 30 million crowns in April from Lantern Ventures and two shipping lines. The fourth quarter was the first in profit, by 0.4 million.',
      },
    ],
    saidZh: '四月向灯塔创投和两家航运公司融资3000万岚元。第四季度首次单季盈利，为40万岚元。',
    risk: 'Two ports account for 58 per cent of service income.',
    auditor: 'Pell & Okafor',
  },
  {
    ticker: 'TBL',
    name: 'Teal Biologics',
    zh: '凫生物制药公司',
    business: 'medicines from marine organisms, among them telvorin',
    years: [
      {
        year: 2023,
        revenue: 44.2,
        net: 3.0,
        staff: 210,
        said: 'Contract work for others paid for the third-phase trial of telvorin, which enrolled its last patient in November.',
      },
      {
        year: 2024,
        revenue: 47.9,
        net: -1.8,
        staff: 236,
        said: 'The trial was read out in September and the dossier filed in December. Its costs, 16.1 million crowns, were all charged to the year.',
      },
      {
        year: 2025,
        revenue: 52.3,
        net: 4.6,
        staff: 241,
        said: 'A first payment for the rights abroad, 9 million crowns, made up for contract work that we turned away. The decision on telvorin was expected within weeks when this report was signed.',
      },
    ],
    saidZh: '海外权益首付款900万岚元弥补了主动放弃的代工收入。本报告签署时，特伏林的审批结果预计数周内公布。',
    risk: 'A warning about the liver on the label of telvorin would make the market smaller than analysts assume.',
    auditor: 'Stanmore Reid',
  },
];

const REGISTER = 'https://filings.lanmere.test';

/** In the order of the table. Reports for 2023 are PDFs, as they were printed. */
export function filingPages(): WorldPage[] {
  return FIRMS.flatMap((firm) => [...firm.years.map((year, i) => english(firm, year, i)), chinese(firm)]);
}

const crowns = (amount: number) => `${amount < 0 ? '−' : ''}${Math.abs(amount).toFixed(1)}`;

function english(firm: Firm, { year, revenue, net, staff, said }: Year, i: number): WorldPage {
  const before = firm.years[i - 1];
  const more =
    firm.more === undefined ? '' : `\n| ${firm.more.label} | ${firm.more.values[i]} | ${i > 0 ? firm.more.values[i - 1] : '–'} |`;
  return {
    url: `${REGISTER}/${firm.ticker}/${year}${year === 2023 ? '.pdf' : ''}`,
    language: 'en',
    title: `${firm.name} (${firm.ticker}): annual filing for ${year}`,
    published: `${year + 1}-03-${String(4 + (firm.ticker.charCodeAt(0) % 20)).padStart(2, '0')}`,
    kind: year === 2023 ? 'pdf' : 'html',
    role: 'source',
    text: `Filed with the Lanmere Companies Register. Year to 31 December ${year}. Business: ${firm.business}.

## The year

${said}

| Millions of crowns | ${year} | ${year - 1} |
|---|---|---|
| Revenue | ${crowns(revenue)} | ${before === undefined ? '–' : crowns(before.revenue)} |
| Net result | ${crowns(net)} | ${before === undefined ? '–' : crowns(before.net)} |
| Staff at the end of the year | ${staff.toLocaleString('en')} | ${before === undefined ? '–' : before.staff.toLocaleString('en')} |${more}

## What could go wrong

${firm.risk}

Audited by ${firm.auditor}. Figures are in Lanmere crowns (LMC); amounts in the text are as they were known on the day of filing.`,
  };
}

function chinese(firm: Firm): WorldPage {
  const [, before, last] = firm.years;
  if (before === undefined || last === undefined) throw new Error(firm.ticker);
  const more = firm.more === undefined ? '' : `\n| ${firm.more.zh} | ${firm.more.values[2]} | ${firm.more.values[1]} |`;
  return {
    url: `${REGISTER}/zh/${firm.ticker}/2025`,
    language: 'zh',
    title: `${firm.zh}（${firm.ticker}）2025年度报告摘要`,
    published: `2026-03-${String(6 + (firm.ticker.charCodeAt(0) % 20)).padStart(2, '0')}`,
    kind: 'html',
    role: 'source',
    text: `岚湄公司登记处备案文件，会计年度截至2025年12月31日。以英文本为准。

${firm.saidZh}

| 百万岚元 | 2025年 | 2024年 |
|---|---|---|
| 营业收入 | ${crowns(last.revenue)} | ${crowns(before.revenue)} |
| 净利润 | ${crowns(last.net)} | ${crowns(before.net)} |
| 年末员工（人） | ${last.staff} | ${before.staff} |${more}

审计机构：${firm.auditor.replace(' (until 2025), ', '（至2025年）、').replace(' (from 2026)', '（2026年起）')}。`,
  };
}
