/** Keeps judges blind: the names of agents, and what a report says of who wrote it. */

const MAKERS =
  '(?:chatgpt|openai|gpt-?[345][\\w.-]*|gemini|google deepmind|claude|anthropic|kimi|moonshot(?: ai)?|qwen|通义千问|通义|deepseek|深度求索|minimax|glm-?[\\w.]*|智谱(?:清言)?|豆包|doubao|step-?deepresearch|阶跃星辰|perplexity|grok|文心一言|元宝|混元)(?: deep ?research)?';
const FILLERS = '(?:an?|AI|large|language|model|chatbot|assistant|research|agent|named|called|trained|made|developed|from|by)';
const MADE = '(?:written|generated|produced|created|prepared|compiled|researched) (?:by|with|using)';
const DOCUMENT = '(?:report|document|answer|analysis|text|response|research|review|overview|article)';
/** Layout before a line's first word. */
const LINE = '^[ \\t>*_#|([（—–-]{0,20}';
const MADE_ZH = '(?:生成|撰写|编写|整理|输出|完成|制作)';

/** Only where a text speaks of its own author: a report about these products keeps their names. */
const SELF: readonly RegExp[] = [
  `((?:\\bI am|\\bI['’]m|\\bmy name is) (?:${FILLERS} )*)${MAKERS}`,
  `(\\bas an? (?:${FILLERS} )+)${MAKERS}`,
  `(\\bas )${MAKERS}(?=,? I\\b)`,
  `((?:\\bthis|\\bthe above|\\bthe following) ${DOCUMENT}\\b[^.\\n]{0,60}?\\b${MADE} )${MAKERS}`,
  `(${LINE}(?:${DOCUMENT} )?${MADE} )${MAKERS}`,
  `(${LINE}(?:author|written by|prepared by|作者|撰写人)[*_]{0,3}[:：][*_ ]{0,4})${MAKERS}`,
  `(我是|我叫)${MAKERS}`,
  `(作为)${MAKERS}(?=[^。\\n]{0,12}?[，,] ?我)`,
  `((?:本|该|此|这份|以上|以下)(?:报告|文档|文|内容|回答|分析)[^。\\n]{0,8}?(?:由|使用|借助|通过) ?)${MAKERS}(?=[^。\\n]{0,12}?${MADE_ZH})`,
  `(${LINE}(?:由|使用|借助) ?)${MAKERS}(?=[^。\\n]{0,12}?${MADE_ZH}(?:[^\\p{L}\\p{N}]|$))`,
  // Some products sign the addresses that they cite.
  `([?&]utm_source=)${MAKERS}(?:\\.com|\\.ai)?`,
].map((pattern) => new RegExp(pattern, 'gimu'));

export const MASK = '[…]';

/** @param names of agents, masked wherever they stand as whole words */
export function mask(text: string, names: readonly string[]): string {
  const hidden = SELF.reduce((masked, pattern) => masked.replace(pattern, `$1${MASK}`), text);
  // Longer names first, so that one that contains another goes whole.
  const shown = names.filter((name) => name.trim().length > 1).sort((a, b) => b.length - a.length);
  return shown.length === 0 ? hidden : hidden.replace(wholeWords(shown), MASK);
}

function wholeWords(names: readonly string[]): RegExp {
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  // Chinese has no word boundaries: only Latin letters and digits beside a name make it another word.
  return new RegExp(`(?<![\\p{Script=Latin}\\p{N}])(?:${escaped})(?![\\p{Script=Latin}\\p{N}])`, 'giu');
}
