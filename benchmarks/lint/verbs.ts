/** The verbs by which criteria say what a report does. */

const PLAIN = `explain include provide describe identify discuss analyse analyze compare recommend suggest mention define demonstrate
  evaluate assess calculate summarise summarize justify illustrate clarify acknowledge emphasise emphasize propose contrast cite specify outline
  highlight argue conclude distinguish differentiate quantify indicate incorporate warn advise tell say give
  contain refer reference recognise recognize consider examine explore derive prove estimate compute verify avoid ensure maintain
  interpret fail omit ignore neglect contradict misattribute misrepresent`;
/** Also nouns in the plural; taken for verbs only where an object follows. */
const NOUN_LIKE = `state list note name present detail report link show cover address point answer claim rank contrast`;
/** Say what a report does, and as often what its subject does: taken for a demand outside of clauses with "that" or "how" only. */
const EITHER = `support use offer focus frame break make end begin start format label connect relate attribute convert integrate organise
  organize maintain avoid ensure consider prove reduce require contain include provide refer define demonstrate suggest indicate conclude argue`;

function third(verb: string): string {
  if (/(?:s|sh|ch|x|z)$/.test(verb)) return `${verb}es`;
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
}

const either = EITHER.trim().split(/\s+/);
const plain = PLAIN.trim()
  .split(/\s+/)
  .filter((verb) => !either.includes(verb));
const nounLike = NOUN_LIKE.trim().split(/\s+/);
const OBJECT =
  '(?=\\s+(?:that|how|why|what|when|where|which|whether|the|a|an|at|its|their|each|any|all|both|one|two|three|four|five|out|no|to|on|with|from|specific|clear|\\d)\\b)';

/** `explains …`, or `states the …`: a finite verb with its object. A source for RegExp. */
export const FINITE = `(?:(?:${plain.map(third).join('|')})\\b|(?:${nounLike.map(third).join('|')})${OBJECT})`;
/** FINITE and what its subject may do as well. */
export const FINITE_OUTSIDE_CLAUSES = `(?:${FINITE}|(?:${either.map(third).join('|')})${OBJECT})`;
/** As FINITE, without the third person's ending: `explain …` after `should` or in an instruction. */
export const BASE = `(?:${[...plain, ...either].join('|')})`;

/** Verbs that report what a text says or shows, in Chinese. A source for RegExp. */
export const REPORTING_ZH =
  '(?:写明|写出|说明|指出|给出|列出|列示|算出|算得|计算出?|推算|引用|援引|注明|标明|标注|交代|解释|阐述|阐明|论述|分析|比较|对比|提示|提醒|提出|提到|提及|提供|建议|推荐|包含|包括|附有|附上|说清|讲清|讲明|回答|回应|区分|区别|总结|归纳|汇总|评价|评估|讨论|介绍|描述|列举|论证|推导|判断|识别|确认|强调|明确|声称|主张|认为|称(?![为号作呼谓职]))';

/** Who or what a criterion speaks of, where it says so first. */
export const SUBJECT_EN =
  /^(?:the\s+)?(?:response|respones|reponse|report|answer|analysis|text|model|plan|output)(?:'s\s+\w+)?(?:\s+|(?=,))/i;
export const SUBJECT_ZH = /^(?:该|本)?(?:报告|文中|回答|点评|全文|正文|备忘录|剧本|汇报稿|结论|推文|文章)(?:中|里|的|末尾|部分)?/u;
