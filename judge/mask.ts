/** Keeps judges blind: the names of agents, and what a report says of who wrote it. */

const MAKERS =
  'chatgpt|openai|gpt-?[345][\\w.-]*|gemini|google deepmind|claude|anthropic|kimi|moonshot(?: ai)?|qwen|通义千问|通义|deepseek|深度求索|minimax|glm-?[\\w.]*|智谱(?:清言)?|豆包|doubao|step-?deepresearch|阶跃星辰|perplexity|grok|文心一言|元宝|混元';

/** Only where a text speaks of its own author: a report about these products keeps their names. */
const SELF: readonly RegExp[] = [
  new RegExp(
    `((?:\\bI am|\\bI['’]m|\\bas) (?:an? )?(?:AI |language |large |model |assistant |named |called |from |by )*)(?:${MAKERS})`,
    'giu',
  ),
  new RegExp(
    `((?:written|generated|produced|created|prepared|compiled|researched) (?:by|with|using) )(?:${MAKERS})(?: deep ?research)?`,
    'giu',
  ),
  new RegExp(
    `(我是|我叫|作为|本(?:报告|文)由|(?:由|使用|借助))(?:${MAKERS})(?=.{0,12}?(?:生成|撰写|编写|整理|输出|提供|助手|模型|[，。,.]|$))`,
    'giu',
  ),
];

export const MASK = '[…]';

/** @param names of agents, masked wherever they stand as whole words */
export function mask(text: string, names: readonly string[]): string {
  const hidden = SELF.reduce((masked, pattern) => masked.replace(pattern, `$1${MASK}`), text);
  // Longer names first, so that one that contains another goes whole.
  return [...names]
    .filter((name) => name.trim().length > 1)
    .sort((a, b) => b.length - a.length)
    .reduce((masked, name) => masked.replace(wholeWord(name), MASK), hidden);
}

function wholeWord(name: string): RegExp {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  // Chinese has no word boundaries: only Latin letters and digits beside a name make it another word.
  return new RegExp(`(?<![\\p{Script=Latin}\\p{N}])${escaped}(?![\\p{Script=Latin}\\p{N}])`, 'giu');
}
