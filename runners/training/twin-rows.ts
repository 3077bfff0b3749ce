/**
 * Twin rows: from a satisfied criterion on a report, pairs of rows that differ by one fact, whose labels are known by construction.
 *
 * What is kept is in other words than the report's, as real claims are. A change whose label would be in doubt makes no pair: a new fact
 * that stands beside the others in the report, names that could stand in any order, a denial of one half.
 */
import type { Label } from '../../judge/checklist/verdict.ts';
import { fingerprint } from '../../judge/hash.ts';
import { reasonLanguage } from '../../judge/reading/language.ts';
import { finder } from '../../judge/reading/quotes.ts';
import { demandOf } from '../../judge/small/frames.ts';
import { type Sentence, sentencesOf, wordsOf } from '../../judge/small/words.ts';
import { denied } from './chinese-denials.ts';
import { type LabelledRow, type LabelRow, rowId } from './label-row.ts';
import {
  changed,
  joined,
  mulberry,
  paraphrased,
  pick,
  poolOf,
  type Random,
  shortened,
  shuffled,
  TWIN_KINDS,
  type TwinKind,
} from './twins.ts';

const CHANGES = [...TWIN_KINDS, 'removed', 'joined'] as const;
export type Changed = (typeof CHANGES)[number];

export interface MadeTwins {
  readonly rows: LabelledRow[];
  /** Pairs by what differs in them. */
  readonly pairs: Readonly<Partial<Record<Changed, number>>>;
  /** Satisfied criteria that a pair came of, and all of them. */
  readonly used: number;
  readonly satisfied: number;
}

/** @param rows those that are not satisfied make no pair; each is changed by a seed of its own, whatever stands beside it */
export function makeTwins(rows: readonly LabelRow[], seed: number): MadeTwins {
  const made = new Map<string, LabelledRow>();
  const pairs: Partial<Record<Changed, number>> = {};
  const reports = reader();
  const satisfied = rows.filter(({ label }) => label === 'satisfied');
  const claims = claimsByReport(satisfied);
  let used = 0;
  for (const row of satisfied) {
    const random = (change: Changed) => mulberry(Number.parseInt(fingerprint(`${seed} ${row.id} ${change}`).slice(0, 8), 16));
    const found = pairsOf(row, reports(row.report), claims.get(row.report) ?? [], random);
    if (found.length > 0) used++;
    for (const { change, of } of found) {
      pairs[change] = (pairs[change] ?? 0) + 1;
      for (const twin of of) if (!made.has(twin.id)) made.set(twin.id, twin);
    }
  }
  return { rows: [...made.values()], pairs, used, satisfied: satisfied.length };
}

/** A report as twins are made of it. */
interface Read {
  readonly text: string;
  readonly sentences: readonly Sentence[];
  readonly pool: ReturnType<typeof poolOf>;
  readonly holds: (passage: string) => boolean;
  readonly han: boolean;
}

function reader(): (report: string) => Read {
  let last: Read | undefined;
  return (text) => {
    if (last?.text !== text) {
      const find = finder(text);
      const holds = (passage: string) => find(passage) !== undefined;
      last = { text, sentences: sentencesOf(text), pool: poolOf(text), holds, han: reasonLanguage(text) === 'zh' };
    }
    return last;
  };
}

/** Bare claims that stand in a report. */
function claimsByReport(rows: readonly LabelRow[]): Map<string, string[]> {
  const claims = new Map<string, string[]>();
  for (const { report, criterion } of rows) {
    const claim = claimOf(criterion);
    if (claim === undefined) continue;
    const list = claims.get(report) ?? [];
    claims.set(report, [...list, claim]);
  }
  return claims;
}

/** Undefined for questions of quality and for what holds where something is missing: another fact there changes no label. */
function claimOf(criterion: string): string | undefined {
  const { claim, absence, quality } = demandOf(criterion);
  return absence || quality ? undefined : claim;
}

interface Pair {
  readonly change: Changed;
  readonly of: readonly [kept: LabelledRow, other: LabelledRow];
}

/** A twin beside what it says of its report. */
interface Version {
  readonly claim: string;
  readonly label: Label;
  readonly reason: string;
  readonly report?: string;
  readonly quotes?: readonly string[];
}

function pairsOf(row: LabelRow, report: Read, claims: readonly string[], randomOf: (change: Changed) => Random): Pair[] {
  const claim = claimOf(row.criterion);
  if (claim === undefined) return [];
  const frame = row.criterion.slice(0, row.criterion.length - claim.length);
  const write = (change: string, { claim, label, reason, quotes = [], ...other }: Version, pair?: string): LabelledRow => {
    const report = other.report ?? row.report;
    const criterion = frame + claim;
    const id = rowId({ ...row, report, criterion });
    const { votes: _, split: __, ...kept } = row;
    return { ...kept, id, report, criterion, label, reason, quotes: [...quotes], confidence: 1, source: 'twin', pair: pair ?? id, change };
  };
  const others = claims.filter((each) => each !== claim);
  return CHANGES.flatMap((change): Pair[] => {
    const random = randomOf(change);
    const wording = inOtherWords(claim, random);
    if (report.holds(wording)) return [];
    const pair = versions(change, wording, report, others, random);
    if (pair === undefined) return [];
    const kept = write('kept', pair[0]);
    return [{ change, of: [kept, write(change, pair[1], kept.id)] }];
  });
}

/** What is kept, and what differs from it by one fact; undefined where the claim has none of that kind, or the label would be in doubt. */
function versions(
  change: Changed,
  claim: string,
  report: Read,
  others: readonly string[],
  random: Random,
): readonly [Version, Version] | undefined {
  const words = WORDS[report.han ? 'zh' : 'en'];
  const quotes = passagesOf(claim, report);
  const kept: Version = { claim, label: 'satisfied', reason: words.kept, quotes };
  if (change === 'removed') {
    const rest = withoutFact(claim, report);
    return rest === undefined ? undefined : [kept, { claim, label: 'unsatisfied', reason: words.removed, report: rest }];
  }
  if (change === 'joined') {
    const half = otherHalf(claim, report, others, random);
    if (half === undefined) return undefined;
    const link = random();
    const [one, other] = [half.kept, half.changed].map((second) => joined(claim, withoutCapital(second), () => link)) as [string, string];
    const both = [...quotes, ...passagesOf(half.kept, report)];
    return [
      { claim: one, label: 'satisfied', reason: words.kept, quotes: both },
      { claim: other, label: 'partial', reason: words.half + saidOf(words.changed, half.kept, half.changed), quotes: both },
    ];
  }
  const other = changeOf(change, claim, report, random);
  if (other === undefined) return undefined;
  return [kept, { claim: other, label: 'unsatisfied', reason: saidOf(words.changed, claim, other), quotes }];
}

/** Words of which the other word is that of one meaning only. */
const AMBIGUOUS: ReadonlySet<string> = new Set(
  `plan plans planned intend intends intended find finds discover discovers get gets got receive received aim aims goal goals try attempt tried attempted present current about regarding state states
  say says address addresses discuss discusses position job leading major fast purchase buy firm firms company companies use show study studies need needs issue issues`.split(
    /\s+/u,
  ),
);

function inOtherWords(claim: string, random: Random): string {
  return withArticles(paraphrased(claim, random, AMBIGUOUS), claim);
}

/** `a` or `an` as the word behind it asks for, where that word is new. */
function withArticles(text: string, before: string): string {
  return text.replace(/\b([Aa])n? ([A-Za-z]+)/gu, (both, a: string, word: string) =>
    before.includes(both) ? both : `${a}${/^[aeiou]/iu.test(word) ? 'n' : ''} ${word}`,
  );
}

/** As a sentence goes on. */
function withoutCapital(claim: string): string {
  return claim.replace(
    /^(?:The|An?|In|It|This|These|Those|There|They|He|She|His|Her|Its|Their|At|On|By|For|From|With|After|Before|Some|Many|All)\b/u,
    (word) => word.toLowerCase(),
  );
}

const WORDS = {
  en: {
    kept: 'The report says this, in words of its own.',
    changed: 'The criterion has "{new}" where the report has "{old}".',
    removed: 'The report says nothing of this.',
    half: 'One part of it stands in the report, the other does not. ',
  },
  zh: {
    kept: '报告以自己的措辞说明了这一点。',
    changed: '标准中为“{new}”，而报告中为“{old}”。',
    removed: '报告没有提到这一点。',
    half: '其中一部分见于报告，另一部分则不然。',
  },
} as const;

function saidOf(sentence: string, before: string, after: string): string {
  const { old, now } = difference(before, after);
  return sentence.replace(/\{(new|old)\}/g, (_, which) => (which === 'new' ? now : old));
}

/** Where two texts differ, in whole words. */
function difference(before: string, after: string): { readonly old: string; readonly now: string } {
  const split = (text: string) =>
    text.match(/[\p{L}\p{N}](?<=\p{Script=Han})|[\p{L}\p{N}][\p{L}\p{N}.,'’-]*(?<!\p{Script=Han})|\s+|./gu) ?? [];
  const [a, b] = [split(before), split(after)];
  let head = 0;
  while (head < Math.min(a.length, b.length) && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  // An insertion is shown with the word before it.
  const from = a.length - tail === head || b.length - tail === head ? Math.max(0, head - 2) : head;
  return {
    old: a
      .slice(from, a.length - tail)
      .join('')
      .trim(),
    now: b
      .slice(from, b.length - tail)
      .join('')
      .trim(),
  };
}

function stemsOf(text: string): string[] {
  return [...new Set(wordsOf(text).flatMap(({ stop, stem }) => (stop ? [] : [stem])))];
}

/** Share of the stems that stand in these sentences. */
function covered(stems: readonly string[], sentences: readonly Sentence[]): number {
  const there = new Set(sentences.flatMap(({ words }) => words.map(({ stem }) => stem)));
  return stems.filter((stem) => there.has(stem)).length / Math.max(1, stems.length);
}

/** Share of a claim's words that a sentence must hold to be a passage on it. */
const ON_IT = 0.34;
const MOST_QUOTES = 2;

/** The sentences that hold most of it, best first. */
function passagesOf(claim: string, { text, sentences }: Read): string[] {
  const stems = stemsOf(claim);
  return sentences
    .map((sentence) => ({ sentence, share: covered(stems, [sentence]) }))
    .filter(({ share }) => share >= ON_IT)
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST_QUOTES)
    .map(({ sentence }) => text.slice(sentence.start, sentence.end).trim());
}

/** Sentences that a fact may stand in for it to be taken out, and what may be left of it in any three sentences of the rest. */
const MOST_REMOVED = 3;
const STANDS = 0.6;
const LEFT = 0.4;

/** The report without the sentences that hold the claim; undefined where they cannot be told, or something of it is left. */
function withoutFact(claim: string, { text, sentences }: Read): string | undefined {
  const stems = stemsOf(claim);
  const shares = sentences.map((sentence) => covered(stems, [sentence]));
  if (Math.max(0, ...shares) < STANDS) return undefined;
  const removed = sentences.filter((_, i) => (shares[i] ?? 0) >= LEFT);
  const rest = sentences.filter((_, i) => (shares[i] ?? 0) < LEFT);
  if (removed.length > MOST_REMOVED || rest.length < 2) return undefined;
  const left = Math.max(...rest.map((_, i) => covered(stems, rest.slice(i, i + 3))));
  if (left >= LEFT) return undefined;
  let kept = '';
  let at = 0;
  for (const { start, end } of removed) {
    kept += text.slice(at, Math.max(at, start));
    at = Math.max(at, end);
  }
  return (kept + text.slice(at)).trim();
}

/** A second claim on the report, kept and with one fact changed: another criterion that it meets, else one of its sentences. */
function otherHalf(
  claim: string,
  report: Read,
  others: readonly string[],
  random: Random,
): { readonly kept: string; readonly changed: string } | undefined {
  const sentences = report.sentences.map(({ start, end }) => report.text.slice(start, end).trim());
  const candidates = [
    ...shuffled(others, random).slice(0, 4),
    ...shuffled(
      sentences.filter((sentence) => isClaim(sentence, report.han)),
      random,
    )
      .slice(0, 6)
      .map((sentence) => shortened(sentence, random)),
  ];
  for (const candidate of candidates) {
    const kept = inOtherWords(candidate, random);
    // Half of a fact that both halves hold would be no half.
    if (report.holds(kept) || covered(stemsOf(kept), sentencesOf(claim)) > ON_IT) continue;
    for (const kind of shuffled(TWIN_KINDS, random)) {
      const other = changeOf(kind, kept, report, random);
      if (other !== undefined) return { kept, changed: other };
    }
  }
  return undefined;
}

/** Lengths, in characters, of sentences that can stand as claims. */
function isClaim(sentence: string, han: boolean): boolean {
  const [least, most] = han ? [12, 100] : [40, 240];
  return sentence.length >= least && sentence.length <= most && !/^[#|>\-*\d]|https?:/u.test(sentence);
}

/** The claim with one fact of that kind changed, where the report is sure not to say that. */
function changeOf(kind: TwinKind, claim: string, report: Read, random: Random): string | undefined {
  const own = OWN_CHANGES[kind];
  const other =
    own === undefined ? changed(claim, report.pool, random).find((twin) => twin.kind === kind)?.claim : own(claim, report, random);
  if (other === undefined || other === claim || !isCertain(kind, claim, other, report)) return undefined;
  return withArticles(other, claim);
}

/** Fewest words of content beside the fact, so that there is something that it is said of. */
const LEAST_WORDS = 2;
/** Share of those words that stand beside a new fact where the report may say it, too. */
const BESIDE = 0.5;
const HALF_DENIED = /\b(?:but not|instead of|without|not to|not that)\b/u;
const RANGE = /\d[-–—~]\d/u;
/** Words that turn a direction only where they stand for one. */
const NO_DIRECTION = /\b(?:last|first|late|early|contract)\b/iu;
const YEAR = /^(?:19|20)\d\d\D*$/u;

function isCertain(kind: TwinKind, before: string, after: string, { sentences }: Read): boolean {
  const { old, now } = difference(before, after);
  if (kind === 'order') return true;
  if (kind === 'negation') return !HALF_DENIED.test(now);
  if (kind === 'direction') return !/^[A-Z]/u.test(old) && !NO_DIRECTION.test(old) && !capitalAfter(before, old);
  if (kind === 'unit' && now.includes('percentage')) return false;
  if (RANGE.test(now) || (kind === 'number' && YEAR.test(old))) return false;
  const fresh = stemsOf(now).filter((stem) => !stemsOf(before).includes(stem));
  const about = stemsOf(before).filter((stem) => !stemsOf(old).includes(stem));
  if (about.length < LEAST_WORDS) return false;
  return fresh.length === 0 || sentences.every((sentence) => covered(fresh, [sentence]) < 1 || covered(about, [sentence]) < BESIDE);
}

/** As in "high School", which is no direction. */
function capitalAfter(text: string, word: string): boolean {
  return /^\s+[A-Z]/u.test(text.slice(text.indexOf(word) + word.length));
}

/** Names in letters: runs of words with a capital. */
const LATIN_NAMES = /\p{Lu}[\p{L}\d.&-]*(?:[ ](?:of |de |van |von )?\p{Lu}[\p{L}\d.&-]*)*/gu;
const NO_NAME =
  /^(?:The|An?|In|On|At|By|For|From|With|After|Before|It|Its|This|That|These|Those|There|They|He|She|His|Her|Their|Some|Many|All|Most|One|Two|Three|When|While|As|If|Q\d|(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon|Tue|Wed|Thu|Fri|Sat|Sun))\b/u;
const HAN_NAMES = [
  '中国 美国 日本 德国 法国 英国 韩国 印度 俄罗斯 巴西 加拿大 澳大利亚 意大利 西班牙 新加坡 越南 墨西哥 荷兰 瑞典 瑞士',
  '北京 上海 深圳 广州 杭州 成都 武汉 南京 重庆 天津 苏州 西安',
  '阿里巴巴 腾讯 百度 华为 小米 字节跳动 京东 美团 拼多多 网易 比亚迪 宁德时代',
].map((names) => names.split(' '));
const TITLES = /《[^《》]{1,30}》/gu;

interface Name {
  readonly text: string;
  readonly at: number;
}

/** In order of place, none within another. */
function namesIn(text: string): Name[] {
  const latin = [...text.matchAll(LATIN_NAMES)].flatMap(({ 0: name, index: at }) =>
    NO_NAME.test(name) || name.length < 3 ? [] : [{ text: name.replace(/[.&-]$/u, ''), at }],
  );
  const titles = [...text.matchAll(TITLES)].map(({ 0: title, index: at }) => ({ text: title, at }));
  const known = HAN_NAMES.flat().flatMap((name) => (text.includes(name) ? [{ text: name, at: text.indexOf(name) }] : []));
  return [...latin, ...titles, ...known].sort((a, b) => a.at - b.at);
}

function swapped(text: string, { text: old, at }: Name, by: string): string {
  return text.slice(0, at) + by + text.slice(at + old.length);
}

/** What may stand in a name's place: of its own list, or in a report as it does. */
function otherNames({ text }: Name, report: string): string[] {
  const list = HAN_NAMES.find((names) => names.includes(text));
  if (list !== undefined) return list;
  if (text.startsWith('《')) return report.match(TITLES) ?? [];
  return namesIn(report).flatMap((other) =>
    /^[《\p{Script=Han}]/u.test(other.text) || !WITHIN.test(report.slice(Math.max(0, other.at - 2), other.at)) ? [] : [other.text],
  );
}

/** Before a name that does not begin a sentence, where any word has a capital. */
const WITHIN = /[\p{Ll},] $|[\p{Script=Han}，]$/u;
const LISTED = /^(?:[\s,，、;；&/]|and|or|和|与|及|或|以及|the|of)*$/iu;
const UNEQUAL = /比|高于|低于|超过|早于|晚于|先于|领先|落后|收购|导致|优于|大于|小于|多于|少于|击败|起诉|投资/u;

/** Facts that take more than one word to be changed as a whole, or another rule in Chinese. */
const OWN_CHANGES: Readonly<Partial<Record<TwinKind, (claim: string, report: Read, random: Random) => string | undefined>>> = {
  negation(claim, { pool }, random) {
    if (/\p{Script=Han}/u.test(claim)) return denied(claim, random);
    return changed(claim, pool, random).find(({ kind }) => kind === 'negation')?.claim;
  },
  name(claim, { text }, random) {
    const standing = namesIn(claim).filter((name) => name.at > 0 || text.includes(name.text));
    const name = pick(standing, random);
    if (name === undefined) return undefined;
    const parts = name.text.split(' ');
    const others = otherNames(name, text).filter(
      (other) => !claim.includes(other) && !parts.some((part) => other.split(' ').includes(part)),
    );
    const other = pick([...new Set(others)], random);
    return other === undefined ? undefined : swapped(claim, name, other);
  },
  order(claim) {
    const names = namesIn(claim);
    const [first, second] = [names[0], names.at(-1)];
    if (first === undefined || second === undefined || first.text === second.text) return undefined;
    const between = claim.slice(first.at + first.text.length, second.at);
    const others = names.slice(1, -1).reduce((rest, { text }) => rest.replace(text, ''), between);
    if (LISTED.test(others) || (/\p{Script=Han}/u.test(between) && !UNEQUAL.test(between))) return undefined;
    return swapped(swapped(claim, second, first.text), first, second.text);
  },
};
