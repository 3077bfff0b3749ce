/** Every word that tables, charts and pages show, in English and Chinese. */

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

const en = {
  // Columns
  rank: 'Rank',
  agent: 'Agent',
  score: 'Score',
  interval: '95% interval',
  tasks: 'Tasks',
  trials: 'Trials',
  failed: 'Failed',
  unscored: 'Unscored',
  coverage: 'Coverage',
  rating: 'Rating',
  ratingInterval: 'Rating, 95% interval',
  fatal: 'Fatal',
  costPerReport: 'Cost per report',
  judgeCost: 'Judge cost per report',
  // What the columns mean
  scoreHelp: 'Mean reward over tasks, 0–100; flaws can take it below 0',
  intervalHelp: 'An interval made this way holds the true score in 95 of 100 such evaluations; – where there are too few tasks',
  failedHelp: 'Trials without a report; they count as 0',
  unscoredHelp: 'Criteria without a valid verdict; they are left out',
  coverageHelp: 'Share of the criteria that have a valid verdict',
  fatalHelp: 'Reports set to 0 by a fatal criterion',
  ratingHelp: 'Strength fitted from head-to-head battles',
  costHelp: 'What the agent spent on one report, on average',
  judgeCostHelp: 'What judging one report cost, on average',
  // Cost
  unknown: 'unknown',
  measured: 'measured',
  estimated: 'estimated',
  // Charts
  scoreChart: 'Score with 95% interval',
  costChart: 'Score against cost per report',
  domainChart: 'Score by domain',
  axisChart: 'Score by axis',
  overall: 'All',
  costAxis: 'Cost per report ({currency}, log scale)',
  frontier: 'Best score for the money',
  costUnknown: 'Cost unknown, not drawn: {agents}',
  costNotDrawable: 'No cost above 0, not drawn on a log scale: {agents}',
  costOtherCurrency: 'Cost in another currency, not drawn: {agents}',
  numberedPoints: '#n stands for the agent of rank n where its name found no room',
  noInterval: 'no interval (too few tasks)',
  fewTasks: 'No interval is drawn for groups of fewer than {least} tasks.',
  chartDetails: 'Benchmark {benchmark} · scale {scale} · judge {judge}',
  sampleData: 'Sample data',
  // Page
  pageTitle: 'Leaderboard',
  scale: 'Scale',
  judge: 'Judge',
  language: 'Language',
  theme: 'Appearance',
  light: 'Light',
  dark: 'Dark',
  automatic: 'Automatic',
  contents: 'Benchmarks on this page',
  sampleNotice: 'These are bundled sample data. They show what this page looks like, not how good any agent is.',
  howToRead: 'How to read this',
  howScore:
    'A judge checks each report against the weighted criteria of its task. A report’s reward is the weighted points it earned, divided by the sum of the positive weights; criteria of negative weight describe flaws and take points away, so a reward can be below 0. The score is the mean reward over tasks times 100.',
  howInterval:
    'Intervals are 95% and computed over tasks. Where the intervals of two agents overlap much, their order is not certain: compare them head to head.',
  howFailed:
    'A trial without a report counts as 0. A criterion for which the judge gave no valid verdict is unscored: it is left out and lowers the coverage. An unknown cost is unknown, not free.',
  ternary: 'ternary: satisfied 1, partial ½, unsatisfied 0',
  strict: 'strict: only fully satisfied earns points, and any sign of a flaw is penalised in full',
  'official-binary': 'official-binary: satisfied 1, anything else 0, as in the benchmark’s own scorer',
  'partial-is-not': 'partial-is-not: partial counts as unsatisfied, whatever the sign of the weight',
  columnMeanings: 'What the columns mean',
  sortHint: 'Press a column heading to sort by it.',
  table: 'Table',
  noScript: 'Charts, sorting and switches need JavaScript; the tables are complete without it.',
} as const;

export type Word = keyof typeof en;

/** A word that is missing here does not compile. */
const zh: Record<Word, string> = {
  rank: '名次',
  agent: '智能体',
  score: '得分',
  interval: '95% 区间',
  tasks: '任务数',
  trials: '试次',
  failed: '失败',
  unscored: '未评',
  coverage: '覆盖率',
  rating: '等级分',
  ratingInterval: '等级分 95% 区间',
  fatal: '致命错误',
  costPerReport: '每份报告成本',
  judgeCost: '每份报告评审成本',
  scoreHelp: '各任务奖励的平均值，0–100；缺陷扣分可使其低于 0',
  intervalHelp: '按此法得到的区间，在 100 次同类评测中约有 95 次包含真实得分；任务太少时为 –',
  failedHelp: '没有交出报告的试次，按 0 分计',
  unscoredHelp: '没有有效判定的评分项，不计入',
  coverageHelp: '有有效判定的评分项所占比例',
  fatalHelp: '因致命评分项而被置为 0 的报告数',
  ratingHelp: '由两两对战拟合出的实力',
  costHelp: '智能体平均每份报告的花费',
  judgeCostHelp: '平均评审一份报告的花费',
  unknown: '未知',
  measured: '实测',
  estimated: '估算',
  scoreChart: '得分及 95% 区间',
  costChart: '得分与每份报告成本',
  domainChart: '各领域得分',
  axisChart: '各维度得分',
  overall: '总体',
  costAxis: '每份报告成本（{currency}，对数刻度）',
  frontier: '同等花费下的最高得分',
  costUnknown: '成本未知，未画出：{agents}',
  costNotDrawable: '成本不大于 0，无法画在对数刻度上：{agents}',
  costOtherCurrency: '成本以其他货币计，未画出：{agents}',
  numberedPoints: '#n 表示名次为 n 的智能体（名称放不下时）',
  noInterval: '无区间（任务太少）',
  fewTasks: '少于 {least} 题的分组不画区间。',
  chartDetails: '基准 {benchmark} · 计分方式 {scale} · 评审 {judge}',
  sampleData: '示例数据',
  pageTitle: '排行榜',
  scale: '计分方式',
  judge: '评审',
  language: '语言',
  theme: '外观',
  light: '浅色',
  dark: '深色',
  automatic: '自动',
  contents: '本页的基准',
  sampleNotice: '这里是随附的示例数据，只用来展示页面的样子，并不说明任何智能体的水平。',
  howToRead: '如何阅读',
  howScore:
    '评审按任务的加权评分项逐条检查报告。一份报告的奖励等于所得加权分除以正权重之和；负权重的评分项描述缺陷，会扣分，因此奖励可能低于 0。得分是各任务奖励的平均值乘以 100。',
  howInterval: '区间为 95%，按任务计算。两个智能体的区间若大幅重叠，其先后并不确定，应作两两比较。',
  howFailed: '没有交出报告的试次按 0 分计。评审未给出有效判定的评分项为“未评”：不计入得分，并降低覆盖率。成本未知就是未知，不等于免费。',
  ternary: 'ternary：满足 1 分，部分满足 ½ 分，未满足 0 分',
  strict: 'strict：完全满足才得分；缺陷只要出现迹象就全额扣分',
  'official-binary': 'official-binary：满足 1 分，其余 0 分，与该基准自带的计分程序一致',
  'partial-is-not': 'partial-is-not：部分满足一律按未满足计，不论权重正负',
  columnMeanings: '各列的含义',
  sortHint: '按下列标题即可按该列排序。',
  table: '表格',
  noScript: '图表、排序和切换需要 JavaScript；没有它，表格依然完整。',
};

const WORDS: Record<Language, Record<Word, string>> = { en, zh };

/** Names of domains and axes as the benchmarks spell them. */
const NAMES = {
  'AI & ML': { en: 'AI & ML', zh: '人工智能与机器学习' },
  'Business Planning & Research': { en: 'Business Planning & Research', zh: '商业规划与研究' },
  'Creative Writing': { en: 'Creative Writing', zh: '创意写作' },
  'Current Events': { en: 'Current Events', zh: '时事' },
  'General Consumer Research': { en: 'General Consumer Research', zh: '一般消费研究' },
  'Historical Analysis': { en: 'Historical Analysis', zh: '历史分析' },
  'Hypotheticals & Philosophy': { en: 'Hypotheticals & Philosophy', zh: '假设与哲学' },
  STEM: { en: 'STEM', zh: '理工科' },
  'Technical Documentation': { en: 'Technical Documentation', zh: '技术文档' },
  Other: { en: 'Other', zh: '其他' },
  'Explicit Criteria': { en: 'Explicit Criteria', zh: '显性要求' },
  'Implicit Criteria': { en: 'Implicit Criteria', zh: '隐性要求' },
  'Instruction Following': { en: 'Instruction Following', zh: '遵循指令' },
  'Communication Quality': { en: 'Communication Quality', zh: '表达质量' },
  'Synthesis of Information': { en: 'Synthesis of Information', zh: '信息综合' },
  'References & Citation Quality': { en: 'References & Citation Quality', zh: '参考与引用质量' },
  'Computer & IT': { en: 'Computer & IT', zh: '计算机与信息技术' },
  Education: { en: 'Education', zh: '教育' },
  'Science & Engineering': { en: 'Science & Engineering', zh: '科学与工程' },
  'Social Life': { en: 'Social Life', zh: '社会生活' },
  'Literature & Arts': { en: 'Literature & Arts', zh: '文学与艺术' },
  Healthcare: { en: 'Healthcare', zh: '医疗健康' },
  Politics: { en: 'Politics', zh: '政治' },
  Law: { en: 'Law', zh: '法律' },
  Finance: { en: 'Finance', zh: '金融' },
  explicit: { en: 'Explicit requirements', zh: '显性要求' },
  implicit: { en: 'Implicit requirements', zh: '隐性要求' },
  synthesis: { en: 'Synthesis', zh: '信息综合' },
  references: { en: 'References', zh: '参考与引用' },
  communication: { en: 'Communication', zh: '表达质量' },
  'instruction-following': { en: 'Instruction following', zh: '遵循指令' },
} satisfies Record<string, Record<Language, string>>;

const names: ReadonlyMap<string, Record<Language, string>> = new Map(Object.entries(NAMES));

/** The word in this language, its `{places}` filled in one pass, so that a filled-in text cannot name a place itself. */
export function translate(word: Word, language: Language, values: Readonly<Record<string, string>> = {}): string {
  return WORDS[language][word].replace(/\{(\w+)\}/g, (place, key: string) => (Object.hasOwn(values, key) ? String(values[key]) : place));
}

/** The name of a domain or axis in this language; a name that is not known stays as it is. */
export function translateName(name: string, language: Language): string {
  return names.get(name)?.[language] ?? name;
}
