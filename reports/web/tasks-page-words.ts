/** The words of the tasks page, in English and Chinese. */
import { eachLanguage } from '../page/each-language.ts';
import type { Html } from '../page/html.ts';
import type { Language, Texts } from '../words/i18n.ts';

const WORDS = {
  tasks: { en: 'tasks', zh: '个任务' },
  criteria: { en: 'criteria', zh: '个评分项' },
  negatives: { en: 'of negative weight', zh: '个负权重' },
  fatal: { en: 'Fatal', zh: '致命' },
  fatalCount: { en: 'fatal', zh: '个致命' },
  domain: { en: 'Domain', zh: '领域' },
  track: { en: 'Track', zh: '赛道' },
  kind: { en: 'Kind', zh: '类型' },
  all: { en: 'All', zh: '全部' },
  clear: { en: 'Show all', zh: '清除筛选' },
  filters: { en: 'Filter', zh: '筛选' },
  shown: { en: 'tasks shown', zh: '个任务符合' },
  none: { en: 'No task has all of these. Show all to start again.', zh: '没有符合条件的任务，请清除筛选后重试。' },
  contents: { en: 'Domains', zh: '领域目录' },
  query: { en: 'Query', zh: '查询' },
  rubric: { en: 'Rubric', zh: '评分标准' },
  pairwise: { en: 'No rubric: reports are compared head to head', zh: '无评分标准：报告两两对比' },
  notes: { en: 'What a pairwise judge is told', zh: '两两对比时给评审的说明' },
  weight: { en: 'Weight', zh: '权重' },
  criterion: { en: 'Criterion', zh: '评分项' },
  axis: { en: 'Axis', zh: '维度' },
  time: { en: 'Time sensitivity', zh: '时效性' },
  weightHelp: {
    en: 'A negative weight describes a flaw and lowers the score when the flaw is there. A fatal flaw sets it to 0.',
    zh: '负权重描述缺陷：报告出现该缺陷即扣分；出现致命缺陷，整份报告计 0 分。',
  },
  title: { en: 'Tasks', zh: '任务' },
} as const satisfies Record<string, Texts>;

export type PageWord = keyof typeof WORDS;

/** Values of tags as the bundled benchmarks spell them. */
const VALUES: ReadonlyMap<string, Texts> = new Map(
  Object.entries({
    general: { en: 'General', zh: '通用' },
    professional: { en: 'Professional', zh: '专业' },
    decision: { en: 'Decision', zh: '决策' },
    learning: { en: 'Learning', zh: '学习' },
    research: { en: 'Research', zh: '调研' },
    planning: { en: 'Planning', zh: '规划' },
    analysis: { en: 'Analysis', zh: '分析' },
    creative: { en: 'Creative', zh: '创作' },
    explanation: { en: 'Explanation', zh: '讲解' },
    comparison: { en: 'Comparison', zh: '比较' },
    compliance: { en: 'Compliance', zh: '合规' },
    low: { en: 'low', zh: '低' },
    medium: { en: 'medium', zh: '中' },
    high: { en: 'high', zh: '高' },
  }),
);

export function pageWord(word: PageWord, language: Language): string {
  return WORDS[word][language];
}

/** The name of a track, kind or degree; one that is not known stays as it is. */
export function valueName(value: string, language: Language): string {
  return VALUES.get(value)?.[language] ?? value;
}

export function word(name: PageWord): Html {
  return eachLanguage((language) => pageWord(name, language));
}
