/** lawPages: six invented statutes in both languages, as they stand now and as an old mirror still has them. */
import type { WorldPage } from './page.ts';

interface Law {
  readonly slug: string;
  readonly en: string;
  readonly zh: string;
  readonly number: string;
  readonly passed: string;
  /** The day from which the amendment holds. */
  readonly amended: string;
  readonly by: string;
  /** Texts in both languages, with `{before|after}` the amendment. */
  readonly sections: readonly (readonly [string, string])[];
}

const LAWS: readonly Law[] = [
  {
    slug: 'residential-tenancies-act',
    en: 'Residential Tenancies Act',
    zh: '住宅租赁法',
    number: 'Act 14 of 2018',
    passed: '2018-05-22',
    amended: '2025-07-01',
    by: 'Act 6 of 2025',
    sections: [
      [
        'A landlord may ask for a deposit of at most {two months|one month} of rent, and for nothing else in advance but the first month.',
        '出租人收取的押金不得超过{两个月|一个月}租金，除首月租金外不得预收其他款项。',
      ],
      [
        'The deposit is lodged with the Deposit Office within 5 working days and returned within {30|14} days of the end of the tenancy, less what the tenant has agreed to or a tribunal has allowed.',
        '押金须在5个工作日内存入押金管理处，并在租约结束后{30|14}日内退还，仅可扣除承租人同意或仲裁庭准许的款项。',
      ],
      [
        'A landlord who does not lodge the deposit owes the tenant {twice|three times} its amount.',
        '出租人未按规定存入押金的，应向承租人支付押金{两倍|三倍}的金额。',
      ],
      [
        'A landlord ends a tenancy of more than two years with {60|90} days of notice; a tenant ends any tenancy with 28.',
        '租期超过两年的，出租人解约须提前{60|90}日通知；承租人解约须提前28日通知。',
      ],
      [
        '{The rent may be raised once in twelve months.|The rent may be raised once in twelve months, by no more than the yearly change of consumer prices plus two percentage points.}',
        '{租金每十二个月可上调一次。|租金每十二个月可上调一次，涨幅不得超过居民消费价格年涨幅加两个百分点。}',
      ],
    ],
  },
  {
    slug: 'data-trust-act',
    en: 'Data Trust Act',
    zh: '数据信托法',
    number: 'Act 9 of 2021',
    passed: '2021-03-16',
    amended: '2026-01-01',
    by: 'Act 17 of 2025',
    sections: [
      [
        'A holder reports a breach that may harm people to the Data Commissioner within {72|48} hours of learning of it, and to the people concerned without undue delay.',
        '数据持有者知悉可能损害个人的泄露事件后，应在{72|48}小时内报告数据专员，并及时通知当事人。',
      ],
      [
        'A holder that keeps data on {50,000|10,000} people or more appoints a data steward, who reports to the board.',
        '持有{五万|一万}人以上数据的持有者应任命数据管理官，直接向董事会报告。',
      ],
      [
        'The Commissioner may impose a fine of up to {2 per cent of yearly turnover or 5 million crowns|4 per cent of yearly turnover or 8 million crowns}, whichever is higher.',
        '数据专员可处以罚款，最高为{年营业额的2%或500万岚元|年营业额的4%或800万岚元}，以较高者为准。',
      ],
      [
        'Sections 2 and 5 do not bind a holder with fewer than 25 employees, unless it deals with health data.',
        '雇员少于25人的持有者不适用第二条和第五条，但处理健康数据的除外。',
      ],
      [
        'Data leave Lanmere only to places on the list of the Commissioner, under standard terms, or with consent that was asked for apart from other terms.',
        '数据仅可传往专员名单所列地区、依标准条款传输，或经单独征得同意后传输。',
      ],
    ],
  },
  {
    slug: 'ferry-safety-ordinance',
    en: 'Ferry Safety Ordinance',
    zh: '渡轮安全条例',
    number: 'Ordinance 3 of 2020',
    passed: '2020-12-08',
    amended: '2024-10-01',
    by: 'Ordinance 2 of 2024',
    sections: [
      [
        'No ferry leaves its berth before a sensor, and an officer who has looked, report every loading door closed.',
        '传感器及经目视检查的船员均确认全部装载门关闭之前，渡轮不得离泊。',
      ],
      [
        'No ferry sails where the mean wind over ten minutes at the harbour mast is above {19.0|17.0} metres a second.',
        '港口测风杆十分钟平均风速超过{19.0|17.0}米/秒时，渡轮不得开航。',
      ],
      [
        'The voyage recorder keeps {30|90} days and survives 48 hours under water.',
        '航行记录仪保存{30|90}日数据，并须在水下48小时内保持完好。',
      ],
      [
        'There is one trained crew member for every {60|45} passengers, and a lifejacket in a child’s size for one in eight.',
        '每{60|45}名旅客至少配备一名受训船员，儿童救生衣数量不少于旅客人数的八分之一。',
      ],
    ],
  },
  {
    slug: 'consumer-lending-code',
    en: 'Consumer Lending Code',
    zh: '消费信贷准则',
    number: 'Code 5 of 2022',
    passed: '2022-06-30',
    amended: '2025-10-01',
    by: 'Code 2 of 2025',
    sections: [
      [
        'The yearly cost of a consumer loan, all fees counted, is at most {36|24} per cent.',
        '消费贷款的年化综合成本（含全部费用）不得超过{36%|24%}。',
      ],
      [
        'The borrower may withdraw within {7|14} days and then owes the amount received and interest for the days, and no fee.',
        '借款人可在{7|14}日内撤销合同，届时仅需归还本金及占用天数的利息，无需支付费用。',
      ],
      [
        'A lender looks at income and other debts before it lends more than {2,000|1,000} crowns, and keeps what it looked at for six years.',
        '贷款超过{2000|1000}岚元的，贷款人须事先核查收入及其他债务，并将核查材料保存六年。',
      ],
      [
        'A lender makes no more than two calls a week to a borrower in arrears, and none to the borrower’s family or employer.',
        '对逾期借款人每周致电不得超过两次，不得致电其家属或雇主。',
      ],
    ],
  },
  {
    slug: 'packaging-levy-regulations',
    en: 'Packaging Levy Regulations',
    zh: '包装物征费规定',
    number: 'Regulations 8 of 2023',
    passed: '2023-02-14',
    amended: '2026-04-01',
    by: 'Regulations 1 of 2026',
    sections: [
      [
        'Whoever first sells packaged goods in Lanmere pays {1.10|1.60} crowns a kilogram of plastic packaging.',
        '在岚湄首次销售包装商品者，按塑料包装每公斤缴纳{1.10|1.60}岚元。',
      ],
      [
        'Whoever puts less than {10|5} tonnes of packaging on the market in a year registers and pays nothing.',
        '年投放包装少于{10|5}吨者仅需登记，免予缴费。',
      ],
      ['Plastic of which at least {30|50} per cent is recycled pays half.', '再生料含量不低于{30%|50%}的塑料减半征收。'],
      ['Returns are filed by quarter, within 28 days of its end.', '按季度申报，季度结束后28日内提交。'],
    ],
  },
  {
    slug: 'payment-services-act',
    en: 'Payment Services Act',
    zh: '支付服务法',
    number: 'Act 21 of 2019',
    passed: '2019-11-12',
    amended: '2025-01-01',
    by: 'Act 11 of 2024',
    sections: [
      [
        'Whoever holds money for others in order to pay it on needs a class A licence, or class B where it only divides what buyers pay among the sellers of its own marketplace.',
        '为他人持有款项并代为支付者须取得A类牌照；仅在自有平台上将买家货款分给卖家的分账业务，须取得B类牌照。',
      ],
      [
        'A class B licence needs own funds of {2|3} million crowns, and a compliance officer who lives in Lanmere.',
        'B类牌照要求自有资金不少于{200|300}万岚元，并设常驻岚湄的合规负责人。',
      ],
      [
        'Money of sellers is held apart at a bank by the end of the {second|first} working day after it came in, and is no part of the holder’s estate.',
        '卖家款项须在收到后{第二个|第一个}工作日结束前存入银行专户，不属于持有者的破产财产。',
      ],
      [
        'A marketplace does not need a licence where a licensed bank or payment firm divides the payment and the money at no time passes through the marketplace’s own accounts.',
        '由持牌银行或支付机构分账、款项始终不经过平台自有账户的，平台无需牌照。',
      ],
      [
        'Whoever does without a licence what needs one is fined up to {1 million|5 million} crowns; contracts with sellers stay valid.',
        '无牌经营者处最高{100|500}万岚元罚款；与卖家的合同仍然有效。',
      ],
    ],
  },
];

const CURRENT = 'https://laws.gov.lanmere.test';
const MIRROR = 'https://lawmirror.test';

const pick = (text: string, after: boolean) =>
  text.replace(/\{([^|}]*)\|([^}]*)\}/g, (_whole, old: string, now: string) => (after ? now : old));

/** For every law the text in force in English and Chinese, and the mirror's copy from before the amendment in one of them or both. */
export function lawPages(): WorldPage[] {
  return LAWS.flatMap((law, i) => [current(law, 0), current(law, 1), mirrored(law, 0), ...(i % 2 === 0 ? [mirrored(law, 1)] : [])]);
}

function current(law: Law, at: 0 | 1): WorldPage {
  const language = at === 0 ? 'en' : 'zh';
  const head =
    at === 0
      ? `${law.number}, passed ${law.passed}. Consolidated text with the changes of ${law.by}, in force from ${law.amended}. This is the official edition.`
      : `${law.passed}通过。本文为官方合并文本，已纳入修正案，修正内容自${law.amended}起施行。`;
  const notes =
    at === 0
      ? `## Notes to this edition\n\nBefore ${law.amended}: ${law.sections.flatMap(([en], i) => (en.includes('{') ? [`section ${i + 1} read "${pick(en, false)}"`] : [])).join('; ')}.`
      : `## 版本说明\n\n${law.amended}之前适用的旧条文见存档，不再有效。`;
  return {
    url: `${CURRENT}/${language}/${law.slug}`,
    language,
    title: at === 0 ? `${law.en} (${law.number}), consolidated` : `${law.zh}（现行合并文本）`,
    published: law.passed,
    modified: law.amended,
    kind: 'html',
    role: 'source',
    text: `${head}\n\n${sections(law, at, true)}\n\n${notes}`,
  };
}

function mirrored(law: Law, at: 0 | 1): WorldPage {
  const language = at === 0 ? 'en' : 'zh';
  return {
    url: `${MIRROR}/${language}/${law.slug}.html`,
    language,
    title: at === 0 ? `${law.en}: full text, free download` : `${law.zh}全文（免费下载）`,
    published: law.passed,
    kind: 'html',
    role: 'stale',
    supersededBy: `${CURRENT}/${language}/${law.slug}`,
    text:
      at === 0
        ? `The complete ${law.en} of the Lanmere Islands, mirrored for your convenience. ${law.number}.\n\n${sections(law, at, false)}\n\nLawMirror copies statutes once and does not follow later changes.`
        : `岚湄群岛${law.zh}全文，便于查阅。\n\n${sections(law, at, false)}\n\n法律镜像站仅收录一次，不跟踪后续修订。`,
  };
}

function sections(law: Law, at: 0 | 1, after: boolean): string {
  return law.sections
    .map((both, i) => `**${at === 0 ? `Section ${i + 1}.` : `第${'一二三四五六'[i]}条`}** ${pick(both[at], after)}`)
    .join('\n\n');
}
