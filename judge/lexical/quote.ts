/** Quote for a verdict: a passage cut out of the report, as it is written there. */
import type { Quote } from '../reading/quotes.ts';
import type { ReadReport } from './read.ts';

/** In characters. */
const LONGEST = 300;

export function quoteOf([first, last]: readonly [number, number], report: ReadReport): Quote {
  const from = report.passages[first]?.start ?? 0;
  const passage = report.text.slice(from, report.passages[last]?.end ?? from);
  const text = shortened(passage.trim(), report.text.slice(from, report.passages[first]?.end).trim());
  const start = from + passage.length - passage.trimStart().length;
  return { text, verified: true, start, end: start + text.length };
}

function shortened(text: string, beginning: string): string {
  if (text.length <= LONGEST) return text;
  return beginning.length <= LONGEST && beginning.length >= LONGEST / 3 ? beginning : cut(text);
}

/** Ends at a space, never within a link or a character, so that the quote can be found again. */
function cut(text: string): string {
  const head = text.slice(0, LONGEST);
  const bracket = head.lastIndexOf('[');
  const whole = bracket > 0 && /\]\([^)]*\)/u.exec(head.slice(bracket)) === null && text.slice(bracket, bracket + 400).includes('](');
  const within = whole ? head.slice(0, bracket) : head;
  const space = within.lastIndexOf(' ');
  return (space > LONGEST / 2 ? within.slice(0, space) : within.replace(/[\ud800-\udbff]$/u, '')).trim();
}
