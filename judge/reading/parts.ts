/** Long reports: how big a text is for a model, and where to cut it. */

/** Share of the previous part repeated at the start of the next, so that no passage is seen only cut in two. */
const OVERLAP = 0.05;

/** A careful (high) estimate of a text's tokens: one a Chinese, Japanese or Korean character, two an emoji, one per 3.5 others. */
export function estimateTokens(text: string): number {
  // Told at a glance of a text in which no character needs two bytes.
  if (!MAYBE_WIDE.test(text)) return Math.ceil(text.length / 3.5);
  let wide = 0;
  for (let i = 0; i < text.length; i++) if (isWide(text.charCodeAt(i))) wide++;
  return Math.ceil(wide + (text.length - wide) / 3.5);
}

const MAYBE_WIDE = /[\u1100-\uffff]/;

function isWide(code: number): boolean {
  if (code < 0x1100) return false;
  if (code < 0x2e80) return code <= 0x11ff;
  // Up to the halves of pairs, but for the scripts between Han and Hangul.
  if (code <= 0xdfff) return code <= 0x9fff || code >= 0xac00;
  return (code >= 0xf900 && code <= 0xfaff) || code >= 0xff00;
}

/**
 * Cuts a report into parts of at most `maxTokens`, at headings where one is near, else at paragraphs, lines, or anywhere.
 * Consecutive parts overlap by a twentieth. A report that fits is one part.
 */
export function splitReport(report: string, maxTokens: number): string[] {
  // The estimate is never above the length.
  if (report.length <= maxTokens) return [report];
  const tokens = estimateTokens(report);
  if (tokens <= maxTokens) return [report];
  // Density is not even over a text; a margin keeps a denser stretch within the limit.
  const size = Math.max(2, Math.floor((report.length / tokens) * maxTokens * 0.8));
  const parts: string[] = [];
  let start = 0;
  while (start < report.length) {
    const end = start + size >= report.length ? report.length : cutBefore(report, start, start + size);
    parts.push(report.slice(start, end));
    if (end === report.length) break;
    start = wholeCharacters(report, end - Math.floor(size * OVERLAP));
  }
  return parts.flatMap((part) => (estimateTokens(part) > maxTokens && part.length > 2 ? splitReport(part, maxTokens) : [part]));
}

/** The best place to cut in the last third of a window: a heading, else a blank line, else a line end, else its end. */
function cutBefore(text: string, start: number, limit: number): number {
  const from = start + Math.floor(((limit - start) * 2) / 3);
  // Only this third is searched: a mark that a long report lacks would else be sought through all of it, for every part.
  const third = text.slice(from, limit);
  for (const mark of ['\n#', '\n\n', '\n', '。', '. ']) {
    const at = third.lastIndexOf(mark);
    if (at >= 0) return from + at + (mark.startsWith('\n') ? 1 : mark.length);
  }
  return wholeCharacters(text, limit);
}

/** The index itself, or the one before where it lies between the two halves of one character. */
function wholeCharacters(text: string, index: number): number {
  const code = text.charCodeAt(index);
  const before = text.charCodeAt(index - 1);
  return code >= 0xdc00 && code <= 0xdfff && before >= 0xd800 && before <= 0xdbff ? index - 1 : index;
}
