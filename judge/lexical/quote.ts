/** Cuts the passage that a verdict quotes out of the report, as it is written there. */
import type { ReadReport } from './read.ts';

/** In characters. */
const LONGEST = 300;

export function quoteOf([first, last]: readonly [number, number], report: ReadReport): string {
  const start = report.passages[first]?.start ?? 0;
  const end = report.passages[last]?.end ?? start;
  const text = report.text.slice(start, end).trim();
  if (text.length <= LONGEST) return text;
  const single = report.text.slice(start, report.passages[first]?.end).trim();
  return single.length <= LONGEST && single.length >= LONGEST / 3 ? single : cut(text);
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
