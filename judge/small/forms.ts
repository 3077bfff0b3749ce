/** askedForm, pagedOf: criteria that ask for a form - a table, links, numbered steps, a length - are recognised by their wording and counted, not matched. */
import { type Passage, passagesOf } from './passages.ts';
import { isHan } from './script.ts';

export type FormName = 'table' | 'steps' | 'checklist' | 'links' | 'length' | 'language' | 'headings' | 'summary' | 'formula';

export interface Form {
  readonly name: FormName;
  /** Whether the form alone can satisfy the criterion, or its subject has to be found as well. */
  readonly alone: boolean;
  /** How far the report has the form, in [0, 1], and a passage that shows it. */
  measure(report: Paged): Measured;
}

export interface Measured {
  readonly share: number;
  readonly passage?: number;
}

/** A report as lines and sentences of known kinds. */
export interface Paged {
  readonly text: string;
  readonly passages: readonly Passage[];
}

export function pagedOf(text: string): Paged {
  return { text, passages: passagesOf(text) };
}

interface Recogniser {
  readonly name: FormName;
  readonly asks: RegExp;
  readonly alone: boolean;
  measure(report: Paged, criterion: string): Measured;
}

const RECOGNISERS: readonly Recogniser[] = [
  { name: 'length', alone: true, asks: lengthAsk(), measure: measureLength },
  {
    name: 'language',
    alone: true,
    asks: /\b(?:written|writes?|answers?|answered|responds?|replies|response is) (?:\w+ ){0,3}in (?:English|Chinese)\b|(?:用|以)(?:中文|英文|英语|汉语)(?:回答|撰写|写|作答|书写)/iu,
    measure: (report, criterion) => ({ share: /Chinese|中文|汉语/u.test(criterion) === isHan(report.text) ? 1 : 0 }),
  },
  {
    name: 'table',
    alone: true,
    asks: /\b(?:in|as|with|using|uses|an?|the|comparison|summary|one)\s+(?:\w+\s+)?(?:tables?|tabular)\b(?! of contents)|表格|列个?表|制表|列表对比|对比表|对照表/iu,
    measure: (report) => firstRun(report, (passage) => passage.kind === 'row', 2),
  },
  {
    name: 'steps',
    alone: true,
    asks: /\bnumbered (?:steps?|lists?|items)\b|\bstep[- ]by[- ]step\b|按?顺序编号|编号的?步骤|分步|按步骤/iu,
    measure: (report) => firstRun(report, (passage) => passage.kind === 'item' && /^\s*\d/u.test(written(report, passage)), 3),
  },
  {
    name: 'checklist',
    alone: true,
    asks: /\bcheck[- ]?lists?\b|\bbullet(?:ed)?[- ](?:points?|lists?)\b|清单|要点列表/iu,
    measure: measureChecklist,
  },
  {
    name: 'links',
    alone: false,
    asks: /\bwith (?:\w+ ){0,2}(?:links?|URLs?)\b|\blinks? to\b|\bhyperlinks?\b|\bURLs?\b|\b(?:at least|minimum of) \S+ (?:\w+ ){0,2}(?:sources|citations|references|links)\b|链接|参考文献|至少\S{1,4}(?:来源|文献|引用)/iu,
    measure: measureLinks,
  },
  {
    name: 'headings',
    alone: true,
    asks: /\b(?:sub)?headings\b|\bsubheading\b|\b(?:an?|the|each|every|own|section|main|clear) heading\b|\bsection headers\b|\b(?:organi[sz]ed|divided|structured) (?:\w+ )?(?:into|in|with|by) (?:\w+ )?sections\b|小标题|分节标题|各级标题/iu,
    measure: (report) => some(report, (passage) => passage.kind === 'heading', 2),
  },
  {
    name: 'summary',
    alone: true,
    asks: /\bexecutive summary\b|\bbottom[- ]line\b|\bsummary (?:\w+ )?at the (?:top|start|beginning|end)\b|\b(?:conclusion|answer|takeaway|finding)s? (?:first|up ?front|at the (?:top|start|beginning))\b|结论.{0,4}(?:放|写|置).{0,3}前|开头.{0,8}(?:结论|摘要)|执行摘要/iu,
    measure: measureSummary,
  },
  {
    name: 'formula',
    alone: true,
    asks: /\b(?:shows?|writes?|gives?|includes?|presents?|provides?) (?:\w+ ){0,3}formulas?\b|\bcalculation steps\b|\bshows? (?:the|its|all) calculations?\b|算式|计算公式|计算过程|推导过程/iu,
    measure: (report) => some(report, (passage) => isEquation(written(report, passage)), 2),
  },
];

export function askedForm(criterion: string): Form | undefined {
  const found = RECOGNISERS.find(({ name, asks }) => asks.test(criterion) && (name !== 'length' || !PART.test(criterion)));
  return found && { name: found.name, alone: found.alone, measure: (report) => found.measure(report, criterion) };
}

function written(report: Paged, passage: Passage): string {
  return report.text.slice(passage.start, passage.end);
}

/** Share of `wanted` that the longest unbroken run of fitting passages reaches. */
function firstRun(report: Paged, fits: (passage: Passage) => boolean, wanted: number): Measured {
  let run = 0;
  let longest = 0;
  let passage: number | undefined;
  for (const [i, candidate] of report.passages.entries()) {
    run = fits(candidate) ? run + 1 : 0;
    if (run > longest) {
      longest = run;
      passage = i - run + 1;
    }
    if (longest >= wanted) break;
  }
  return measured(longest / wanted, passage);
}

function isEquation(text: string): boolean {
  const equals = text.search(/[=＝≈]/u);
  const around = text.slice(Math.max(0, equals - 80), equals + 60);
  return equals > 0 && /\d/u.test(around) && /[×x*·÷/+−-]/u.test(around) && /\S{1,3}\s?$/u.test(text.slice(0, equals));
}

function some(report: Paged, fits: (passage: Passage) => boolean, wanted: number): Measured {
  let count = 0;
  let first: number | undefined;
  for (const [i, passage] of report.passages.entries()) {
    if (!fits(passage)) continue;
    first ??= i;
    if (++count >= wanted) break;
  }
  return measured(count / wanted, first);
}

function measured(share: number, passage: number | undefined): Measured {
  return passage === undefined ? { share: 0 } : { share: Math.min(1, share), passage };
}

function measureChecklist(report: Paged, criterion: string): Measured {
  const bullets = /bullet|要点/iu.test(criterion);
  const atEnd = /\bends?\b|\bfinish|\bclos|结尾|最后|末尾/iu.test(criterion);
  const from = atEnd ? Math.floor(report.passages.length / 3) : 0;
  const isItem = (i: number) => ['item', 'row'].includes(report.passages[i]?.kind ?? '');
  for (let i = from; i < report.passages.length; i++) {
    const passage = report.passages[i] as Passage;
    const titled = passage.kind !== 'item' && passage.kind !== 'row' && /check[- ]?list|清单/iu.test(written(report, passage));
    if ((bullets && isItem(i) && isItem(i + 1)) || (titled && (isItem(i + 1) || isItem(i + 2)))) return { share: 1, passage: i };
  }
  return bullets ? { share: 0 } : some(report, (passage) => /check[- ]?list|清单/iu.test(written(report, passage)), 2);
}

const URL = /https?:\/\/([^\s/)\]>"'，。；）]{1,100})([^\s)\]>"'，。；）]{0,300})/giu;
const SOURCE = /^\W{0,4}(?:sources?|references?|bibliography)\b|\baccording to\b|\[\d{1,3}\]|来源|出处|参考文献|参考资料|依据|根据《/iu;

/** Different addresses against how many are asked for; a source without an address counts a little. */
function measureLinks(report: Paged, criterion: string): Measured {
  const wanted = wantedCount(criterion);
  const addresses = new Set<string>();
  let first: number | undefined;
  for (const match of report.text.matchAll(URL)) {
    first ??= report.passages.findIndex(({ end }) => end > match.index);
    addresses.add(match[0]);
    if (addresses.size >= wanted) break;
  }
  if (addresses.size > 0) return measured(addresses.size / wanted, first);
  const named = some(report, (passage) => SOURCE.test(written(report, passage)), 1);
  return { ...named, share: named.share * 0.35 };
}

const COUNTS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

function wantedCount(criterion: string): number {
  const match = /\b(?:at least|minimum of|no fewer than) (\w+)|至少\S{0,2}?([一二两三四五六七八九十]|\d+)/iu.exec(criterion);
  const written = match?.[1]?.toLowerCase() ?? match?.[2];
  if (written === undefined) return 1;
  const count = /^\d+$/u.test(written)
    ? Number(written)
    : COUNTS.indexOf(written) + 1 || '一二三四五六七八九十'.indexOf(written.replace('两', '二')) + 1;
  return Math.max(1, count);
}

const SUMMARY =
  /\b(?:summary|in short|in brief|bottom line|conclusions?|short answer|key (?:takeaways?|findings?|points?))\b|结论|摘要|总结|要点|一句话|最要紧/iu;

function measureSummary(report: Paged, criterion: string): Measured {
  const atEnd = /\bend\b|\bfinal\b|结尾|最后/iu.test(criterion);
  const count = report.passages.length;
  const near = Math.max(4, Math.ceil(count * 0.2));
  const index = report.passages.findIndex((passage, i) => (atEnd ? i >= count - near : i < near) && SUMMARY.test(written(report, passage)));
  return index < 0 ? { share: 0 } : { share: 1, passage: index };
}

/** Of the whole report: the length of one of its parts cannot be told. */
const PART =
  /\b(?:definitions?|sections?|summary|summaries|conclusions?|paragraphs?|titles?|posts?|abstract)\b|结论|末尾|文末|一段|部分|摘要/iu;

/** A figure is read from its beginning only, and bounded: a run of digits is none. */
function lengthAsk(): RegExp {
  return /(?<!\d)(?<!\d,)(\d[\d,]{0,12})(?:\s*(?:-|–|to|and|至|到)\s*(\d[\d,]{0,12}))?[\s-]*(words?\b|characters?\b|个?字)/iu;
}

/** Words of English and characters of Chinese against the limits asked for; 10% beyond a limit is half right. */
function measureLength(report: Paged, criterion: string): Measured {
  const match = lengthAsk().exec(criterion);
  if (match === null) return { share: 0 };
  const asked = match.slice(1, 3).map((text) => (text === undefined ? undefined : Number(text.replaceAll(',', ''))));
  const before = criterion.slice(0, match.index);
  const lowest =
    /at least|minimum|no (?:fewer|less) than|more than|over|exceeds?|不少于|至少|超过|不低于/iu.test(before.slice(-40)) &&
    !/不超过|no more than|not exceed/iu.test(before);
  const [first = 0, second] = asked;
  const [low, high] = second !== undefined ? [first, second] : lowest ? [first, Number.POSITIVE_INFINITY] : [0, first];
  const length = /char|字/iu.test(match[3] ?? '') ? report.text.replace(/\s/gu, '').length : countWords(report.text);
  if (length >= low && length <= high) return { share: 1 };
  return { share: length >= low * 0.9 && length <= high * 1.1 ? 0.5 : 0 };
}

function countWords(text: string): number {
  return (text.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? []).length;
}
