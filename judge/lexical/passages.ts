/** Passages of a report: sentences, list items and table rows, each with the heading that it stands under. */

type PassageKind = 'heading' | 'prose' | 'item' | 'row';

export interface Passage {
  readonly kind: PassageKind;
  /** Offsets into the report. */
  readonly start: number;
  readonly end: number;
  /** Counts up at every heading. */
  readonly section: number;
  /** Passages that this one is read with: its heading, a table's first row, the line that leads a list in. */
  readonly context: readonly number[];
}

const HEADING = /^\s{0,3}#{1,6}\s|^\s*\*\*[^*]{1,80}\*\*[:：]?\s*$|^[一二三四五六七八九十]{1,3}、\S{1,40}$/u;
const ITEM = /^\s*(?:[-*+•]\s|\d{1,2}[.)、]\s?\S|[（(]\d{1,2}[）)])/u;
const ROW = /^\s*\|/u;
const RULE = /^[\s|:=-]+$/u;
const LEAD = /[:：]\s*(?:\*\*)?\s*$/u;
const SENTENCE_END = /[.!?]["'”’)\]]{0,3}(?=\s|\[)|[。！？；]["”’）」]{0,3}|;(?=\s)/gu;
const ABBREVIATION = /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|no|fig|dr|mr|mrs|ms|st|approx|[A-Za-z])\.$/iu;
/** Longer sentences are cut: no reader takes them in as one, and the search stays linear. */
const LONGEST = 600;
const OPENING = 200;
const NONE = -1;

export function passagesOf(report: string): Passage[] {
  const passages: Passage[] = [];
  const place: Place = { section: 0, heading: NONE, lead: NONE, header: NONE };
  for (let from = 0; from < report.length; ) {
    const newline = report.indexOf('\n', from);
    const to = newline < 0 ? report.length : newline;
    addLine(report, from, to, passages, place);
    from = to + 1;
  }
  return passages;
}

/** Indices of the passages that what follows is read with, or NONE. */
interface Place {
  section: number;
  heading: number;
  lead: number;
  header: number;
}

function addLine(report: string, from: number, to: number, passages: Passage[], place: Place): void {
  const kind = kindOf(report.slice(from, Math.min(to, from + OPENING + 1)));
  if (kind === 'rule') return;
  if (kind !== 'row') place.header = NONE;
  if (kind === 'blank') return;
  if (kind !== 'item') place.lead = NONE;
  if (kind === 'heading') {
    place.section++;
    place.heading = NONE;
  }
  const context = [place.heading, place.lead, place.header].filter((index) => index !== NONE);
  const first = passages.length;
  const whole = kind === 'heading' || kind === 'row';
  for (const [start, end] of whole ? pieces(from, to) : sentences(report, from, to))
    passages.push({ kind, start, end, section: place.section, context });
  if (kind === 'heading') place.heading = first;
  if (kind === 'row' && place.header === NONE) place.header = first;
  if (kind === 'prose' && LEAD.test(report.slice(Math.max(from, to - 20), to))) place.lead = passages.length - 1;
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
