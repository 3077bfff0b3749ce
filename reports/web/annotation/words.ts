/** Every word of the annotation pages, in English and Chinese. */
import { eachLanguage } from '../../page/each-language.ts';
import { type Html, html } from '../../page/html.ts';
import { fillPlaces, type Language, type Places, type Texts } from '../../words/i18n.ts';

const WORDS = {
  compare: { en: 'Compare reports', zh: '报告对比' },
  overview: { en: 'Overview', zh: '总览' },
  query: { en: 'Query', zh: '查询' },
  notes: { en: 'What to look for', zh: '评判要点' },
  left: { en: 'Left report', zh: '左侧报告' },
  right: { en: 'Right report', zh: '右侧报告' },
  progress: { en: '{done} of {total}', zh: '{done} / {total}' },
  progressLabel: { en: 'Progress', zh: '进度' },
  find: { en: 'Find in both', zh: '在两份报告中查找' },
  findNext: { en: 'Next match', zh: '下一处' },
  findPrevious: { en: 'Previous match', zh: '上一处' },
  sync: { en: 'Scroll together', zh: '同步滚动' },
  language: { en: 'Language', zh: '语言' },
  help: { en: 'Keys', zh: '快捷键' },
  close: { en: 'Close', zh: '关闭' },
  shortcuts: { en: 'Single-key shortcuts', zh: '启用单键快捷键' },
  overall: { en: 'Overall', zh: '总体' },
  'overall-left': { en: 'Left better', zh: '左侧更好' },
  'overall-right': { en: 'Right better', zh: '右侧更好' },
  'overall-good': { en: 'Both good', zh: '都好' },
  'overall-fair': { en: 'Both fair', zh: '都一般' },
  'overall-poor': { en: 'Both poor', zh: '都差' },
  completeness: { en: 'Completeness', zh: '信息完整性' },
  depth: { en: 'Depth', zh: '内容深度' },
  fitness: { en: 'Fitness', zh: '需求契合度' },
  readability: { en: 'Readability', zh: '可读性' },
  completenessHelp: {
    en: 'Information completeness: key aspects covered, nothing important left out, every sub-question answered',
    zh: '信息完整性：是否覆盖关键方面、有无重要遗漏、每个子问题是否都有回答',
  },
  depthHelp: {
    en: 'Content depth: specific figures, reasoning rather than a pile of findings, insight',
    zh: '内容深度：有无具体数据，是推理分析还是材料堆砌，有无洞见',
  },
  fitnessHelp: {
    en: 'Requirement fitness: intent, constraints and format met, key conclusions correct',
    zh: '需求契合度：是否符合意图、约束与格式，关键结论是否正确',
  },
  readabilityHelp: {
    en: 'Readability: structure, clarity, tables and figures where they help',
    zh: '可读性：结构是否清楚、是否易懂，图表是否用得其所',
  },
  'side-left': { en: 'Left', zh: '左' },
  'side-tie': { en: 'Tie', zh: '平' },
  'side-right': { en: 'Right', zh: '右' },
  justification: { en: 'Why? A sentence or two helps whoever reads this later', zh: '为什么？写一两句理由，方便日后查看' },
  submit: { en: 'Submit and go on', zh: '提交，下一组' },
  skip: { en: 'Later', zh: '稍后再评' },
  onward: { en: 'On', zh: '下一组' },
  undo: { en: 'Back', zh: '返回上一组' },
  saving: { en: 'Saving…', zh: '正在保存……' },
  saved: { en: 'Saved', zh: '已保存' },
  unsaved: { en: 'Not saved. Trying again…', zh: '未能保存，正在重试……' },
  refused: { en: 'The server refused this: reload the page', zh: '服务器拒绝了请求，请刷新页面' },
  answeredBefore: { en: 'You have answered this. A change counts once you submit it.', zh: '这一组你已答过；修改后提交才生效。' },
  missing: { en: 'Still to choose: {what}', zh: '还需选择：{what}' },
  counts: { en: 'Left {left} · Right {right}', zh: '左 {left} · 右 {right}' },
  blind: {
    en: 'Who wrote which report is hidden, and so are agents’ names in the text ([…]).',
    zh: '报告的作者已隐去，正文中的智能体名称也以 […] 代替。',
  },
  noScript: { en: 'This page needs JavaScript.', zh: '本页需要启用 JavaScript。' },
  keyOverall: { en: 'Overall: left, right, both good, both fair, both poor', zh: '总体：左侧更好、右侧更好、都好、都一般、都差' },
  keySides: { en: ': left, tie, right', zh: '：左、平、右' },
  keyJustify: { en: 'Write a reason; Esc leaves the field', zh: '填写理由；Esc 离开输入框' },
  keySubmit: { en: 'Submit and go on; in the field with Ctrl', zh: '提交，下一组；在输入框内需加 Ctrl' },
  keyPanes: { en: 'Go to the left or right report; arrows scroll', zh: '转到左侧或右侧报告；方向键滚动' },
  keyNotes: { en: 'Open or close what to look for', zh: '展开或收起评判要点' },
  keyHelp: { en: 'This list', zh: '本列表' },
  done: { en: 'Done: nothing is left for you. Thank you!', zh: '已全部完成，谢谢！' },
  nothing: {
    en: 'There is nothing to compare yet: two agents need reports on the same query.',
    zh: '暂无可对比的报告：需要两个智能体对同一查询各有一份报告。',
  },
  extra: { en: 'Go on with {n} that others have answered', zh: '继续评判他人已答的 {n} 组' },
  yourName: { en: 'Your name', zh: '你的名字' },
  start: { en: 'Start', zh: '开始' },
  whoAreYou: { en: 'Who is annotating?', zh: '谁来标注？' },
  annotator: { en: 'Annotator', zh: '标注者' },
  answered: { en: 'Answered', zh: '已答' },
  open: { en: 'Open', zh: '待答' },
  pairsTotal: { en: '{pairs} pairs of reports; each is for {overlap} people.', zh: '共 {pairs} 组报告，每组由 {overlap} 人评判。' },
  agreement: { en: 'Agreement', zh: '一致性' },
  agreementLead: {
    en: 'How often two raters say the same of the same pair of reports, and how much of that is more than chance. Each pair is counted in both orders, so that no number depends on which report is named first.',
    zh: '两位评判者对同一组报告的判断有多少相同，以及其中有多少超出偶然。每组报告按两种次序各计一次，因此结果与哪份报告在前无关。',
  },
  noAgreement: { en: 'Nobody else has rated the same pairs yet.', zh: '尚无两位评判者评过同一组报告。' },
  dimension: { en: 'Dimension', zh: '维度' },
  alpha: { en: 'Krippendorff’s alpha', zh: 'Krippendorff α' },
  interval: { en: '95% interval', zh: '95% 区间' },
  pairs: { en: 'Pairs', zh: '组数' },
  raters: { en: 'Raters', zh: '评判者' },
  raw: { en: 'Same answer', zh: '相同比例' },
  kappa: { en: 'Cohen’s kappa', zh: 'Cohen κ' },
  amongPeople: { en: 'Among all annotators', zh: '全体标注者' },
  betweenPeople: { en: 'Between annotators', zh: '标注者两两之间' },
  withJudges: { en: 'Between annotators and model judges', zh: '标注者与模型评审之间' },
  flips: { en: 'Changed with the order', zh: '随次序改变' },
  five: { en: 'Overall, five answers', zh: '总体（五档）' },
  asJson: { en: 'The same as JSON', zh: 'JSON 格式' },
} as const satisfies Record<string, Texts>;

export type Word = keyof typeof WORDS;

export function word(name: Word, language: Language, places: Places = {}): string {
  return fillPlaces(WORDS[name][language], places);
}

export function both(name: Word, places?: Places): Html {
  return eachLanguage((language) => word(name, language, places));
}

/** An attribute in the page's language, with the other at hand for the switch. */
export function attribute(kind: 'aria-label' | 'placeholder' | 'title', name: Word, language: Language): Html {
  return html`${kind}="${word(name, language)}" data-${kind}-en="${word(name, 'en')}" data-${kind}-zh="${word(name, 'zh')}"`;
}

/** The words that the script of a page says. */
export function wordsFor(names: readonly Word[]): Record<string, Texts> {
  return Object.fromEntries(names.map((name) => [name, WORDS[name]]));
}
