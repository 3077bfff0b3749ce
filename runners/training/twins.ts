/**
 * Mutated twins: pairs of criteria that differ by one fact, of which one stands in the report and the other does not, by construction.
 *
 * What is kept is paraphrased as real claims are, so that a judge cannot learn that every word which is missing is a lie.
 */
import { OPPOSITE, WORD_NUMBERS } from '../../judge/small/vocabulary.ts';
import { mulberry } from './boost.ts';

export const TWIN_KINDS = ['number', 'date', 'name', 'unit', 'negation', 'direction', 'order'] as const;
export type TwinKind = (typeof TWIN_KINDS)[number];

export interface Twin {
  /** What was changed; `kept` where only the wording was. */
  readonly kind: TwinKind | 'kept' | 'joined';
  readonly claim: string;
  readonly label: 'satisfied' | 'partial' | 'unsatisfied';
}

export type Random = () => number;

const NUMBER = /\d[\d,]*(?:\.\d+)?/gu;
const CAPITALISED = /(?<=[\p{L},;] )[A-Z][A-Za-z]{2,}/gu;
const AUXILIARY = /\b(is|are|was|were|has|have|had|will|would|can|could|should|did|does|do|may|might)\b(?! not)/iu;
const UNITS: ReadonlyMap<string, string> = new Map([
  ['million', 'billion'],
  ['billion', 'million'],
  ['thousand', 'million'],
  ['percent', 'percentage points'],
  ['km', 'miles'],
  ['miles', 'kilometres'],
  ['kilometres', 'miles'],
  ['metres', 'feet'],
  ['days', 'weeks'],
  ['weeks', 'months'],
  ['months', 'years'],
  ['years', 'months'],
  ['hours', 'days'],
  ['minutes', 'hours'],
  ['dollars', 'euros'],
  ['万', '亿'],
  ['亿', '万'],
  ['个月', '年'],
  ['公里', '米'],
  ['小时', '天'],
  ['倍', '成'],
]);
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const CHINESE_DENIALS: readonly (readonly [string, string])[] = [
  ['能够', '无法'],
  ['可以', '不能'],
  ['具有', '没有'],
  ['需要', '不需要'],
  ['有助于', '无助于'],
  ['会', '不会'],
  ['是', '不是'],
];
/** Words that may stand for each other in most sentences. */
const SYNONYMS: ReadonlyMap<string, string> = new Map(
  `show demonstrate|shows demonstrates|showed demonstrated|use employ|uses employs|used employed|help assist|helps assists|buy purchase|big large|large sizeable|important significant|significant considerable|begin start|begins starts
  began started|end finish|get obtain|make produce|makes produces|made produced|need require|needs requires|needed required|try attempt|tried attempted|say state|says states|said stated|tell inform|told informed|ask request
  asked requested|think believe|thinks believes|thought believed|many numerous|often frequently|quickly rapidly|fast rapid|main principal|major leading|people individuals|company firm|companies firms|country nation|countries nations
  job position|money funds|car vehicle|doctor physician|children kids|problem issue|problems issues|way method|ways methods|result outcome|results outcomes|study investigation|studies investigations|cause trigger|causes triggers
  caused triggered|choose select|chose selected|keep retain|keeps retains|kept retained|build construct|built constructed|fix repair|fixed repaired|plan intend|plans intends|planned intended|get receive|got received|give provide
  gives provides|gave provided|find discover|finds discovers|found discovered|create generate|creates generates|created generated|discuss address|discusses addresses|discussed addressed|focus concentrate|focuses concentrates
  highlight emphasise|highlights emphasises|highlighted emphasised|allow enable|allows enables|allowed enabled|ensure guarantee|ensures guarantees|also additionally|because since|while whereas|about regarding|several various
  announce declare|announced declared|happen occur|happens occurs|happened occurred|current present|whole entire|various different|therefore thus|however nevertheless|method approach|methods approaches|aim goal|aims goals
  表明 显示|显示 表明|认为 指出|主要 核心|重要 关键|使用 采用|采用 使用|目前 当前|问题 难题|方法 办法|需要 须要|帮助 协助|影响 作用|开始 起步|因此 所以|但是 不过|同时 此外|通过 借助|非常 十分|许多 不少|快速 迅速|企业 公司`
    .split(/[|\n]/u)
    .flatMap((pair): [string, string][] => {
      const [one = '', other = ''] = pair.trim().split(' ');
      return [
        [one, other],
        [other, one],
      ];
    }),
);

/** What a report offers to put in the place of a fact. */
interface Pool {
  readonly numbers: readonly string[];
  readonly names: readonly string[];
}

export function poolOf(report: string): Pool {
  const unique = (pattern: RegExp, most: number) => [...new Set(report.match(pattern) ?? [])].slice(0, most);
  return { numbers: unique(NUMBER, 200), names: unique(CAPITALISED, 100) };
}

/** Versions of a claim with one fact changed each: at most one a kind. */
export function changed(claim: string, pool: Pool, random: Random): Twin[] {
  return TWIN_KINDS.flatMap((kind): Twin[] => {
    const text = CHANGES[kind](claim, pool, random);
    return text === undefined || text === claim ? [] : [{ kind, claim: text, label: 'unsatisfied' }];
  });
}

type Change = (claim: string, pool: Pool, random: Random) => string | undefined;

const CHANGES: Readonly<Record<TwinKind, Change>> = {
  number: (claim, { numbers }, random) => {
    const digits = pick(
      [...claim.matchAll(NUMBER)].filter(([text]) => !isYear(text)),
      random,
    );
    if (digits !== undefined) return replaceAt(claim, digits, otherNumber(digits[0], numbers, random));
    const words = [...claim.matchAll(/[A-Za-z]+/gu)].filter(([word]) => (WORD_NUMBERS.get(word.toLowerCase()) ?? 0) > 1);
    const word = pick(words, random);
    if (word === undefined) return undefined;
    const others = [...WORD_NUMBERS.keys()].slice(2, 13).filter((other) => other !== word[0].toLowerCase());
    return replaceAt(claim, word, pick(others, random) ?? 'nine');
  },
  date: (claim, _, random) => {
    const year = pick(
      [...claim.matchAll(NUMBER)].filter(([text]) => isYear(text)),
      random,
    );
    if (year !== undefined) return replaceAt(claim, year, String(Number(year[0]) + (pick([-3, -2, -1, 1, 2, 3], random) ?? 1)));
    const month = pick(
      [...claim.matchAll(/[A-Z][a-z]+/gu)].filter(([text]) => MONTHS.includes(text) && text !== 'May'),
      random,
    );
    if (month !== undefined)
      return replaceAt(
        claim,
        month,
        pick(
          MONTHS.filter((other) => other !== month[0]),
          random,
        ) ?? 'June',
      );
    const chinese = pick([...claim.matchAll(/(\d{1,2})月/gu)], random);
    return chinese === undefined ? undefined : replaceAt(claim, chinese, `${(Number(chinese[1]) % 12) + 1}月`);
  },
  name: (claim, { names }, random) => {
    const name = pick([...claim.matchAll(CAPITALISED)], random);
    const other = pick(
      names.filter((candidate) => !claim.toLowerCase().includes(candidate.toLowerCase())),
      random,
    );
    return name === undefined || other === undefined ? undefined : replaceAt(claim, name, other);
  },
  unit: (claim, _, random) => {
    const english = [...claim.matchAll(/[A-Za-z]+/gu)].filter(([word]) => UNITS.has(word.toLowerCase()));
    const chinese = [...claim.matchAll(/(?<=\d\s?)(?:个月|公里|小时|万|亿|倍)/gu)];
    const unit = pick([...english, ...chinese], random);
    return unit === undefined ? undefined : replaceAt(claim, unit, UNITS.get(unit[0].toLowerCase()) ?? unit[0]);
  },
  negation: (claim, _, random) => {
    const denied = /\b(?:not|never) /u.exec(claim) ?? /(?<=[^非])不(?=是|会|能|需)/u.exec(claim);
    if (denied !== null) return replaceAt(claim, denied, '');
    const auxiliary = AUXILIARY.exec(claim);
    if (auxiliary !== null && random() < 0.8) return replaceAt(claim, auxiliary, `${auxiliary[0]} not`);
    const joint = /, and | and | to | that /u.exec(claim);
    if (joint !== null && !/\p{Script=Han}/u.test(claim)) {
      const denial = /and/u.test(joint[0]) ? pick([' but not ', ' instead of ', ' without '], random) : ` not${joint[0]}`;
      return replaceAt(claim, joint, denial ?? ' but not ');
    }
    const pair = CHINESE_DENIALS.find(([word]) => claim.includes(word));
    return pair === undefined ? undefined : claim.replace(pair[0], pair[1]);
  },
  direction: (claim, _, random) => {
    const english = [...claim.matchAll(/[A-Za-z]+/gu)].filter(([word]) => OPPOSITE.has(word.toLowerCase()));
    const chinese = [...claim.matchAll(/\p{Script=Han}{2}/gu)].filter(([word]) => OPPOSITE.has(word));
    const word = pick([...english, ...chinese], random);
    return word === undefined
      ? undefined
      : replaceAt(claim, word, pick([...(OPPOSITE.get(word[0].toLowerCase()) ?? [])], random) ?? word[0]);
  },
  order: (claim) => {
    const names = [...claim.matchAll(/[A-Z][A-Za-z]{2,}/gu)];
    const [first, second] = [names[0], names.findLast(({ 0: name }) => name !== names[0]?.[0])];
    if (first === undefined || second === undefined || second.index - first.index - first[0].length < 4) return undefined;
    return `${claim.slice(0, first.index)}${second[0]}${claim.slice(first.index + first[0].length, second.index)}${first[0]}${claim.slice(second.index + second[0].length)}`;
  },
};

/** The same claim in other words: up to three synonyms. @param but words that stay, as they may mean something else */
export function paraphrased(claim: string, random: Random, but: ReadonlySet<string> = new Set()): string {
  const words = [...claim.matchAll(/[A-Za-z]+|\p{Script=Han}{2}/gu)].filter(([word]) => SYNONYMS.has(word) && !but.has(word));
  const chosen = new Set(shuffled(words, random).slice(0, 3));
  let text = '';
  let at = 0;
  for (const match of words) {
    if (!chosen.has(match)) continue;
    text += claim.slice(at, match.index) + SYNONYMS.get(match[0]);
    at = match.index + match[0].length;
  }
  return text + claim.slice(at);
}

/** A sentence of a report as a claim is worded: its first or last part may go, as a claim says less than what it rests on. */
export function shortened(sentence: string, random: Random): string {
  const parts = sentence.split(/(?<=,) |(?<=，)/u);
  if (parts.length < 2 || random() < 0.4) return sentence.trim();
  const kept = random() < 0.5 ? parts.slice(1) : parts.slice(0, -1);
  return kept.join(/\p{Script=Han}/u.test(sentence) ? '' : ' ').replace(/^[\s,，]+|[\s,，]+$/gu, '');
}

/** Two claims as one: whoever meets half of it meets it in part. */
export function joined(one: string, other: string, random: Random): string {
  const bare = (claim: string) => claim.trim().replace(/[.。]$/u, '');
  const chinese = /\p{Script=Han}/u.test(one);
  const join = pick(chinese ? ['，并且', '；', '，同时'] : [', and ', ' and ', ', while ', '; ', ', with '], random) ?? ', and ';
  return `${bare(one)}${join}${bare(other)}${chinese ? '。' : '.'}`;
}

function isYear(text: string): boolean {
  return /^(?:19|20)\d\d$/u.test(text);
}

function otherNumber(text: string, pool: readonly string[], random: Random): string {
  const plain = text.replaceAll(',', '');
  const alike = pool.filter((other) => other.replaceAll(',', '') !== plain && other.replaceAll(',', '').length === plain.length);
  if (alike.length > 0 && random() < 0.5) return pick(alike, random) ?? text;
  const [, decimals] = plain.split('.');
  if (decimals !== undefined) {
    return (Number(plain) * (pick([0.8, 0.9, 1.1, 1.25, 1.5], random) ?? 1.1) + 10 ** -decimals.length).toFixed(decimals.length);
  }
  const value = Number(plain);
  const next = Math.max(
    0,
    value + (pick([-1, 1, 2, Math.max(1, Math.floor(value / 10)), Math.max(2, Math.floor(value / 4)), value], random) ?? 1),
  );
  const other = next === value ? value + 1 : next;
  return text.includes(',') ? other.toLocaleString('en-US') : String(other);
}

function replaceAt(text: string, match: { readonly 0: string; readonly index: number }, by: string): string {
  return text.slice(0, match.index) + by + text.slice(match.index + match[0].length);
}

export function pick<T>(items: readonly T[], random: Random): T | undefined {
  return items[Math.floor(random() * items.length)];
}

export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

export { mulberry };
