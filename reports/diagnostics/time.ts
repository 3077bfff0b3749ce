/** Measures of temporal confusion: searches anchored to a past year, and talk of a simulated date. */

/** Words by which a query is about what was. */
const ABOUT_PAST =
  /\b(?:histor\w*|since|ago|decades?|past|former|between \d{4}|from \d{4}|evolution|over the years|trend|changed|developed)\b|历史|历年|以来|回顾|演变|往年|近[一二三四五六七八九十\d]+年|趋势|变迁/i;

/**
 * Share of searches that name a past year though the task names none as early and is not about the past; null without searches.
 * @param today the date that the agent lived in, ISO
 */
export function pastYearSearches(searches: readonly string[], query: string, today: string): number | null {
  if (searches.length === 0) return null;
  return searches.filter((search) => isPastAnchored(search, query, today)).length / searches.length;
}

export function isPastAnchored(search: string, query: string, today: string): boolean {
  const now = Number(today.slice(0, 4));
  const years = yearsIn(search).filter((year) => year < now);
  const asked = yearsIn(query);
  if (years.length === 0 || ABOUT_PAST.test(query)) return false;
  const earliest = Math.min(...asked, now);
  return years.some((year) => !asked.includes(year) && year < earliest);
}

/** Years of four digits that stand by themselves, from 1900 to 2099. */
function yearsIn(text: string): number[] {
  return (text.match(/(?<![\d.,-]|\bof )(?:19|20)\d{2}(?![\d.,]*\d)/g) ?? []).map(Number);
}

const SIMULATED =
  /\b(?:simulated|hypothetical|fictional|fictitious|imagin(?:ed|ary)|assumed|pretend(?:ed)?)\s+(?:current\s+|present\s+|future\s+)?(?:date|time|day|today|timeline|scenario date)\b|\b(?:date|today)\b[^.!?\n]{0,60}\b(?:is|appears|seems|may be|might be|must be)\s+(?:to be\s+)?(?:simulated|hypothetical|fictional|in the future|a simulation)\b|\b(?:my|the) (?:knowledge|training) (?:cut-?off|data (?:ends?|stops?))|(?:模拟|假设|虚构|假定|设定)(?:的|性)?(?:当前|现在|今天)?(?:的)?(?:日期|时间)|(?:日期|时间)(?:可能|似乎|应该|应当)?是?(?:模拟|虚构|假设)的?|(?:我的|训练)(?:知识|数据)?(?:截止|截至)/i;

/** Whether a text calls its date simulated, or speaks of where its knowledge ends. */
export function talksOfSimulatedDate(text: string): boolean {
  return SIMULATED.test(text);
}
