/** Spoils one criterion of a rubric on purpose, to see what the linter catches. Knows nothing of the linter's words or rules. */
import type { Criterion, Rubric } from '../judge/checklist/rubric.ts';
import { drawInteger, type Random } from '../reports/stats/random.ts';

export const SABOTAGES = ['join', 'blur', 'duplicate', 'flip'] as const;
export type Sabotage = (typeof SABOTAGES)[number];

export interface Sabotaged {
  readonly rubric: Rubric;
  /** Ids of the criteria where a finding would be in place. */
  readonly touched: readonly string[];
}

/** The rubric with one criterion spoilt, or undefined where the drawn one offers no hold (nothing concrete to blur). */
export function sabotage(kind: Sabotage, rubric: Rubric, random: Random): Sabotaged | undefined {
  const victim = rubric[drawInteger(random, rubric.length)];
  if (victim === undefined) return undefined;
  if (kind === 'join') return join(victim, rubric, random);
  if (kind === 'blur') return blur(victim, rubric, random);
  if (kind === 'duplicate') return duplicate(victim, rubric, random);
  return flip(victim, rubric);
}

function isHan(text: string): boolean {
  return (text.match(/\p{Script=Han}/gu)?.length ?? 0) > text.length / 4;
}

function pick<T>(items: readonly [T, ...T[]], random: Random): T {
  return items[drawInteger(random, items.length)] ?? items[0];
}

function replaceCriterion(rubric: Rubric, id: string, criterion: string): Rubric {
  return rubric.map((one) => (one.id === id ? { ...one, criterion } : one));
}

function bare(text: string): string {
  return text.trim().replace(/[.。；;]+$/u, '');
}

const SUBJECT_EN = /^(?:the\s+)?(?:response|report|answer)(?:'s)?\s+/i;
const SUBJECT_ZH = /^(?:该?报告|文中|点评|正文|备忘录|剧本|汇报稿)/u;

/** One criterion that asks for both: the second loses its full stop and, mostly, its subject. */
function join(first: Criterion, rubric: Rubric, random: Random): Sabotaged | undefined {
  const others = rubric.filter((one) => one.id !== first.id && one.weight > 0 === first.weight > 0);
  const second = others[drawInteger(random, Math.max(1, others.length))];
  if (second === undefined) return undefined;
  const han = isHan(first.criterion);
  const [a, b] = [bare(first.criterion), bare(second.criterion)];
  const short = b.replace(han ? SUBJECT_ZH : SUBJECT_EN, '');
  const lower = short.charAt(0).toLowerCase() + short.slice(1);
  const text = han
    ? pick(
        [`${a}，并${short}。`, `${a}，同时${short}。`, `${a}；${short}。`, `${a}。${b}。`, `${a}，且${short}。`, `${a}，${short}。`],
        random,
      )
    : pick(
        [
          `${a} and ${lower}.`,
          `${a}, and also ${lower}.`,
          `${a}; ${lower}.`,
          `${a}. ${b}.`,
          `${a}, while it also ${lower}.`,
          `${a}, ${lower}.`,
        ],
        random,
      );
  return { rubric: replaceCriterion(rubric, first.id, text).filter((one) => one.id !== second.id), touched: [first.id] };
}

const VAGUE_EN = ['adequate', 'appropriate', 'sufficient', 'reasonable', 'suitable', 'meaningful', 'proper', 'satisfactory'] as const;
const HOW_EN = [
  'in sufficient depth',
  'in a satisfactory way',
  'thoroughly',
  'effectively',
  'well',
  'in a high-quality manner',
  'comprehensively',
] as const;
const VAGUE_ZH = ['适当的', '合理的', '恰当的', '充分的', '较好的', '足够的', '相应的', '完善的'] as const;
const HOW_ZH = ['充分', '深入', '全面', '到位', '较为详尽', '专业', '恰当'] as const;

/** Numbers, names in quotes and examples give way to words that two judges read differently. */
function blur(victim: Criterion, rubric: Rubric, random: Random): Sabotaged | undefined {
  const before = victim.criterion;
  const text = isHan(before) ? blurHan(before, random) : blurLatin(before, random);
  if (text === undefined) return undefined;
  return { rubric: replaceCriterion(rubric, victim.id, text), touched: [victim.id] };
}

function blurHan(before: string, random: Random): string | undefined {
  const plain = bare(before.replace(/[（(][^（()）]*[)）]/gu, '').replace(/(?:例如|比如|如：).*$/u, ''));
  const numbers =
    /约?[-−]?\d[\d.,，:：/×%]*\s*(?:%|万元|亿元|元|万|个百分点|年|月|日|期|手|倍|条|天|字|bp|mmHg|人|处|项|个)*|[一二三四五六七八九十百千万]+(?:年|个月|日|万元|处|项|个|条|类|种)/gu;
  if (numbers.test(plain) && random() < 0.6)
    return `${plain.replace(numbers, () => `${pick(VAGUE_ZH, random)}数值`).replace(/[《“][^》”]*[》”]/gu, '有关内容')}。`;
  const topic = plain
    .replace(SUBJECT_ZH, '')
    .replace(/^(?:写明|说明|指出|给出|列出|算出|引用|解释|建议|提示)/u, '')
    .split(/[，：；。]/u)[0]
    ?.replace(numbers, '');
  if (topic === undefined || topic.length < 4) return undefined;
  return `报告对${topic}作了${pick(HOW_ZH, random)}的${pick(['说明', '分析', '阐述', '论述'], random)}。`;
}

function blurLatin(before: string, random: Random): string | undefined {
  const plain = bare(before.replace(/\s*\([^()]*\)/g, '').replace(/,?\s*(?:such as|for example|e\.g\.|including)\b.*$/i, ''));
  const numbers =
    /[$£€]?\b\d[\d.,:/-]*(?:\s*(?:%|percent|USD|dollars|pounds|years?|months?|days?|km|kg|kWh))?|\b(?:two|three|four|five|six|seven|eight|ten)\b/gi;
  if (numbers.test(plain) && random() < 0.6) return `${plain.replace(numbers, () => `${pick(VAGUE_EN, random)} figures`)}.`;
  const topic = plain
    .replace(SUBJECT_EN, '')
    .replace(/^\w+s\s+(?:that\s+|how\s+|why\s+)?/i, '')
    .replace(numbers, '')
    .split(/[,;:]/)[0]
    ?.split(' ')
    .slice(0, 9)
    .join(' ');
  if (topic === undefined || topic.length < 8) return undefined;
  return `The response ${pick(['covers', 'discusses', 'handles', 'addresses'], random)} ${topic} ${pick(HOW_EN, random)}.`;
}

const REWORD_EN: readonly (readonly [RegExp, string])[] = [
  [/\bthe response\b/i, 'The report'],
  [/\b(?:states|mentions|notes)\b/i, 'says'],
  [/\bexplains\b/i, 'sets out'],
  [/\b(?:includes|contains)\b/i, 'has'],
  [/\b(?:provides|presents|lists)\b/i, 'gives'],
  [/\bdiscusses\b/i, 'goes into'],
  [/\bat least\b/i, 'no fewer than'],
  [/\babout\b/i, 'approximately'],
  [/\bspecific\b/i, 'particular'],
  [/\s*\([^()]*\)/g, ''],
];
const REWORD_ZH: readonly (readonly [RegExp, string])[] = [
  [/报告/u, '回答'],
  [/(?:写明|写为)/u, '提到'],
  [/(?:说明|解释)/u, '讲清'],
  [/指出/u, '点明'],
  [/(?:给出|列出)/u, '提供'],
  [/算出/u, '得出'],
  [/引用/u, '援引'],
  [/至少/u, '不少于'],
  [/约(?=\d)/gu, '大约'],
  [/应当?/u, '须'],
  [/[（(][^（()）]*[)）]/gu, ''],
];

/** The same demand a second time in slightly other words, at a random place. */
function duplicate(victim: Criterion, rubric: Rubric, random: Random): Sabotaged {
  const rules = isHan(victim.criterion) ? REWORD_ZH : REWORD_EN;
  let text = victim.criterion;
  for (const [pattern, words] of rules) if (random() < 0.75) text = text.replace(pattern, words);
  const copy = { ...victim, id: `${victim.id}-again`, criterion: text };
  const at = drawInteger(random, rubric.length + 1);
  return { rubric: [...rubric.slice(0, at), copy, ...rubric.slice(at)], touched: [victim.id, copy.id] };
}

/** A merit that costs points, or a flaw that earns them. */
function flip(victim: Criterion, rubric: Rubric): Sabotaged {
  const { fatal: _, ...rest } = victim;
  return { rubric: rubric.map((one) => (one.id === victim.id ? { ...rest, weight: -victim.weight } : one)), touched: [victim.id] };
}
