/** passagesOf: a report as headings, sentences, list items and rows of tables. */

type PassageKind = 'heading' | 'prose' | 'item' | 'row';

export interface Passage {
  readonly kind: PassageKind;
  /** Offsets into the report. */
  readonly start: number;
  readonly end: number;
}

const HEADING = /^\s{0,3}#{1,6}\s|^\s*\*\*[^*]{1,80}\*\*[:：]?\s*$|^[一二三四五六七八九十]{1,3}、\S{1,40}$/u;
const ITEM = /^\s*(?:[-*+•]\s|\d{1,2}[.)、]\s?\S|[（(]\d{1,2}[）)])/u;
const ROW = /^\s*\|/u;
const RULE = /^[\s|:=-]+$/u;
const SENTENCE_END = /[.!?]["'”’)\]]{0,3}(?=\s|\[)|[。！？；]["”’）」]{0,3}|;(?=\s)/gu;
const ABBREVIATION = /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|no|fig|dr|mr|mrs|ms|st|approx|[A-Za-z])\.$/iu;
/** Longer sentences are cut: no reader takes them in as one, and the search stays linear. */
const LONGEST = 600;
const OPENING = 200;

export function passagesOf(report: string): Passage[] {
  const passages: Passage[] = [];
  for (let from = 0; from < report.length; ) {
    const newline = report.indexOf('\n', from);
    const to = newline < 0 ? report.length : newline;
    addLine(report, from, to, passages);
    from = to + 1;
  }
  return passages;
}

function addLine(report: string, from: number, to: number, passages: Passage[]): void {
  const kind = kindOf(report.slice(from, Math.min(to, from + OPENING + 1)));
  if (kind === 'rule' || kind === 'blank') return;
  const whole = kind === 'heading' || kind === 'row';
  for (const [start, end] of whole ? pieces(from, to) : sentences(report, from, to)) passages.push({ kind, start, end });
}

/** @param opening the line as far as its first OPENING characters and one more: no heading is longer. */
function kindOf(opening: string): PassageKind | 'blank' | 'rule' {
  if (opening.trim() === '') return 'blank';
  if (RULE.test(opening)) return 'rule';
  if (ROW.test(opening)) return 'row';
  if (opening.length <= OPENING && HEADING.test(opening)) return 'heading';
  return ITEM.test(opening) ? 'item' : 'prose';
}

function sentences(report: string, from: number, to: number): [number, number][] {
  const text = report.slice(from, to);
  const found: [number, number][] = [];
  let start = 0;
  for (const match of text.matchAll(SENTENCE_END)) {
    const end = match.index + match[0].length;
    const before = text.slice(Math.max(start, end - 12), end);
    if (end - start < 4 || ABBREVIATION.test(before) || (/\d[.)]$/u.test(before.slice(-2)) && end - start < 6)) continue;
    found.push(...pieces(from + start, from + end));
    start = end;
  }
  if (text.slice(start, start + LONGEST).trim() !== '') found.push(...pieces(from + start, to));
  return found;
}

function pieces(from: number, to: number): [number, number][] {
  const count = Math.ceil((to - from) / LONGEST);
  return Array.from({ length: count }, (_, i) => [from + i * LONGEST, Math.min(to, from + (i + 1) * LONGEST)]);
}
