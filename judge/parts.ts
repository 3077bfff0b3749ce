/** Long reports: how big a text is for a model, and where to cut it. */

/** Share of the previous part repeated at the start of the next, so that no passage is seen only cut in two. */
const OVERLAP = 0.05;
const WIDE = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/gu;

/** A careful (high) estimate of a text's tokens: one a Chinese, Japanese or Korean character, one per 3.5 others. */
export function estimateTokens(text: string): number {
  const wide = text.match(WIDE)?.length ?? 0;
  return Math.ceil(wide + (text.length - wide) / 3.5);
}

/**
 * Cuts a report into parts of at most `maxTokens`, at headings where one is near, else at paragraphs, lines, or anywhere.
 * Consecutive parts overlap by a twentieth. A report that fits is one part.
 */
export function splitReport(report: string, maxTokens: number): string[] {
  const tokens = estimateTokens(report);
  if (tokens <= maxTokens) return [report];
  // Density is not even over a text; a margin keeps a denser stretch within the limit.
  const size = Math.max(200, Math.floor((report.length / tokens) * maxTokens * 0.8));
  const parts: string[] = [];
  let start = 0;
  while (start < report.length) {
    const end = start + size >= report.length ? report.length : cutBefore(report, start, start + size);
    parts.push(report.slice(start, end));
    if (end === report.length) break;
    start = end - Math.floor(size * OVERLAP);
  }
  return parts.flatMap((part) => (estimateTokens(part) > maxTokens && part.length > 400 ? splitReport(part, maxTokens) : [part]));
}

/** The best place to cut in the last third of a window: a heading, else a blank line, else a line end, else its end. */
function cutBefore(text: string, start: number, limit: number): number {
  const from = start + Math.floor(((limit - start) * 2) / 3);
  for (const mark of ['\n#', '\n\n', '\n', '。', '. ']) {
    const at = text.lastIndexOf(mark, limit);
    if (at > from) return at + (mark.startsWith('\n') ? 1 : mark.length);
  }
  // Never between the two halves of one character.
  const code = text.charCodeAt(limit);
  return code >= 0xdc00 && code <= 0xdfff ? limit - 1 : limit;
}
