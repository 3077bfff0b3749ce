/** The reason of a verdict in one sentence, in the language of the report. */
import type { Assessment } from './assess.ts';
import type { Coverage } from './coverage.ts';
import type { ReadReport } from './read.ts';
import type { ShapeName } from './shapes.ts';

const FORMS: Readonly<Record<ShapeName, readonly [string, string]>> = {
  table: ['a table', '表格'],
  steps: ['numbered steps', '编号步骤'],
  checklist: ['a checklist or bullet points', '清单'],
  links: ['the links or sources asked for', '所要求的链接或来源'],
  length: ['the length asked for', '所要求的篇幅'],
  language: ['the language asked for', '所要求的语言'],
  headings: ['headings', '标题'],
  summary: ['a summary where it is asked for', '所要求位置的摘要或结论'],
  formula: ['calculations', '算式'],
};

export function reasonOf(assessment: Assessment, { chinese }: ReadReport): string {
  return chinese ? `词面估计：${inChinese(assessment)}。` : `Lexical estimate: ${inEnglish(assessment)}.`;
}

function inEnglish({ basis, label }: Assessment): string {
  switch (basis.kind) {
    case 'shape':
      return `${FORMS[basis.shape.name][0]}: ${label === 'satisfied' ? 'found' : label === 'partial' ? 'found in part' : 'not found'}`;
    case 'general':
      return 'general quality cannot be measured by words; guessed from the length of the report';
    case 'absence':
      return `asks for something to be missing, and ${covered(basis.coverage)} of its words stand together in the report`;
    case 'foreign':
      return `the criterion is in another language than the report, so only names and figures could be compared (${covered(basis.coverage)} found)`;
    case 'content': {
      const what = `the best passage covers ${covered(basis.coverage)} of the ${basis.flaw ? "flaw's" : "criterion's"} words`;
      return what + missing(basis.coverage, ', missing ', ', ');
    }
  }
}

function inChinese({ basis, label }: Assessment): string {
  switch (basis.kind) {
    case 'shape':
      return `${label === 'satisfied' ? '找到了' : label === 'partial' ? '只找到部分' : '没有找到'}${FORMS[basis.shape.name][1]}`;
    case 'general':
      return '整体质量无法用词语衡量，仅按篇幅猜测';
    case 'absence':
      return `该标准要求某内容不出现，报告中最接近的段落含有其${covered(basis.coverage)}的词语`;
    case 'foreign':
      return `标准与报告语言不同，只能比对名称和数字（找到${covered(basis.coverage)}）`;
    case 'content': {
      const what = `最接近的段落覆盖了${basis.flaw ? '该错误' : '该标准'}${covered(basis.coverage)}的词语`;
      return what + missing(basis.coverage, '，缺少', '、');
    }
  }
}

function covered({ best }: Coverage): string {
  return `${Math.round(best * 100)}%`;
}

/** The heaviest three that were not found. */
function missing(coverage: Coverage, before: string, between: string): string {
  const terms = [...coverage.missing].sort((a, b) => b.worth - a.worth).slice(0, 3);
  return terms.length === 0 ? '' : before + terms.map(({ surface }) => `"${surface}"`).join(between);
}
