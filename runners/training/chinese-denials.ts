/**
 * denied: a Chinese claim with its one denial put in or taken out, where that makes a sentence that says the opposite of it.
 *
 * Chinese marks no words, and a denial that falls into another word ("social", "but", "especially") or into half of a pair of conjunctions
 * makes no sentence. A claim that is hedged, conditional, a question or denied elsewhere is not opposed by one more denial. Neither is changed.
 */
import { pick, type Random } from './twins.ts';

/** A word as a pattern, what denies it, and characters that must not stand before or after it, as the two then belong together. */
interface Deniable {
  readonly word: string;
  readonly denied: string;
  readonly notAfter: RegExp;
  readonly notBefore?: RegExp;
}

/** What emphasises, limits or goes on: with a denial behind it, it says another thing or nothing. */
const BOUND = '还也又就才都总更最很正便却既竟着非常十分尤其特别仅只不而且并或与及和的地得所为以之';
const behind = (more: string) => new RegExp(`[${BOUND}${more}]$`, 'u');

const DENIABLE: readonly Deniable[] = [
  { word: '能够', denied: '无法', notAfter: behind('') },
  { word: '可以', denied: '不能', notAfter: behind('') },
  { word: '具有', denied: '不具有', notAfter: behind('') },
  { word: '有助于', denied: '无助于', notAfter: behind('') },
  { word: '[需须]要', denied: '不需要', notAfter: behind('必刚急迫'), notBefore: /^[的，。、；：]/u },
  {
    word: '会',
    denied: '不会',
    // Society, meeting, association, union, parliament, chance, understand, learn, teach, mistake, ...
    notAfter: behind('社协学议委员工大国年聚机教体领误集宴晚商展峰拜约事金究合览谈乐运开例幸意舞'),
    notBefore: /^(?:[议员计长见面谈场所展商址期后上中里前徽籍籍费客合战]|了|晤|的|与|和|，|。|、)/u,
  },
  {
    word: '是',
    denied: '不是',
    // But, still, therefore, however, every, if, several, agree, ...
    notAfter: behind('但于可凡若要算像乃硬老倒如似实国先自别像多即'),
    notBefore: /^(?:否|非|不是|因|由|以|指|说|的|[，。、；：])/u,
  },
];

/** What is taken out again, with what is left; only as the one denial of the claim. */
const DENIALS: readonly (readonly [RegExp, string])[] = [
  [/(?<![并而也都从决绝毫若要就还才却又更既仅但是可能或])不(?=是(?!否|因|由))/u, ''],
  [/(?<![并而也都从决绝毫若要就还才却又更既仅但是可能或])不(?=会(?![议员计长了]))/u, ''],
  [/(?<![并而也都从决绝毫若要就还才却又更既仅但是可])不(?=需要|具有)/u, ''],
  [/(?<![并而也都从决绝毫若要就还才却又更既仅但是可])不能(?!不|否)/u, '可以'],
  [/(?<![并而也都从决绝毫若要就还才却又更既仅但是可尚])无法/u, '能够'],
];

const DENYING = /[不没未無无非否别勿莫]|缺乏|难以|避免|拒绝|禁止/gu;
/** Hedges, conditions, concessions, questions, pairs of conjunctions, and what stands for a list: one more denial does not make the opposite. */
const LOOSE =
  /可能|或许|也许|大概|似乎|往往|通常|如果|若|假如|倘若|一旦|只要|除非|只有|即使|即便|哪怕|虽然|尽管|无论|不管|当[^，。]{1,30}时|[吗呢？?]|怎样|怎么|什么|哪|为何|是否|如何|既|不仅|不但|而且|一方面|[：:]/u;

/** Undefined where no denial of it is sure to be one. @param claim in Chinese */
export function denied(claim: string, random: Random): string | undefined {
  if (LOOSE.test(claim)) return undefined;
  const there = claim.match(DENYING) ?? [];
  if (there.length > 1) return undefined;
  if (there.length === 1) {
    // "Not this but that" is no sentence without its "not".
    if (claim.includes('而是')) return undefined;
    const found = DENIALS.find(([denial]) => denial.test(claim));
    return found && claim.replace(found[0], found[1]);
  }
  const places = DENIABLE.flatMap(({ word, denied, notAfter, notBefore }) =>
    [...claim.matchAll(new RegExp(word, 'gu'))].flatMap(({ 0: found, index }) => {
      const [before, after] = [claim.slice(0, index), claim.slice(index + found.length)];
      const bound = before.trim() === '' || notAfter.test(before) || notBefore?.test(after) === true;
      return bound ? [] : [before + denied + after];
    }),
  );
  return pick(places, random);
}
