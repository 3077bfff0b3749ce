/** Measures of citations: what is cited, whether it is there and was read, whether it says so, and how good and old it is. */
import { type ReadText, saidIn } from './report-text.ts';
import { isSupported, type Supports } from './support.ts';

export interface CitedPage {
  /** Its text as the agent read it; undefined where it is not kept. */
  readonly text?: string | undefined;
  /** ISO date, where known. */
  readonly date?: string | undefined;
  readonly opened: boolean;
  /** It was asked for, or is of a web that is known whole, and is not there. */
  readonly dead: boolean;
  /** Whether it is known that it is there or not. */
  readonly known: boolean;
  readonly authority?: string | undefined;
}

/** A sentence that states a fact one may want to check: it holds a figure. */
const FIGURE = /\d/;
const SHORTEST = 20;

/** Share of the sentences with a figure that carry a citation; null without such sentences. */
export function citationCoverage(text: ReadText): number | null {
  const claims = saidIn(text).filter(({ text }) => FIGURE.test(text) && widthOf(text) >= SHORTEST);
  return claims.length === 0 ? null : claims.filter(({ cites }) => cites.length > 0).length / claims.length;
}

function widthOf(text: string): number {
  return text.length + (text.match(/\p{Script=Han}/gu)?.length ?? 0);
}

export interface PairMeasures {
  readonly 'quote-match': number | null;
  readonly 'citation-accuracy': number | null;
  readonly 'effective-citations': number | null;
}

/** Over distinct pairs of a sentence and a page that it cites, of which the page's text is kept. */
export function pairMeasures(text: ReadText, pageOf: (url: string) => CitedPage, supports: Supports): PairMeasures {
  const pairs = new Map<string, readonly [string, string]>();
  for (const { text: sentence, cites } of saidIn(text))
    for (const url of cites) {
      const page = pageOf(url).text;
      if (page !== undefined && widthOf(sentence) >= SHORTEST) pairs.set(`${sentence}\0${url}`, [sentence, page]);
    }
  const found = [...pairs.values()].map(([sentence, page]) => supports(sentence, page));
  if (found.length === 0) return { 'quote-match': null, 'citation-accuracy': null, 'effective-citations': null };
  const supported = found.filter(isSupported).length;
  return {
    'quote-match': found.reduce((sum, { matched }) => sum + matched, 0) / found.length,
    'citation-accuracy': supported / found.length,
    'effective-citations': supported,
  };
}

/** Share of the cited pages of which it is known whether they are there, and that are not; null where it is known of none. */
export function deadLinks(pages: readonly CitedPage[]): number | null {
  return shareOf(
    pages.filter(({ known }) => known),
    ({ dead }) => dead,
  );
}

/** Share of the cited pages that the agent never opened; null without citations. */
export function unvisitedLinks(pages: readonly CitedPage[]): number | null {
  return shareOf(pages, ({ opened }) => !opened);
}

/** Share of the cited pages of known standing that are official or primary. */
export function sourceAuthority(pages: readonly CitedPage[]): number | null {
  return shareOf(
    pages.filter(({ authority }) => authority !== undefined),
    ({ authority }) => authority === 'official' || authority === 'primary',
  );
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Median age in days of the cited pages whose date is known; null where it is known of none. */
export function sourceAge(pages: readonly CitedPage[], today: string): number | null {
  const ages = pages
    .flatMap(({ date }) => (date === undefined ? [] : [(Date.parse(today) - Date.parse(date)) / DAY_MS]))
    .filter((age) => Number.isFinite(age))
    .sort((a, b) => a - b);
  const middle = ages.length / 2;
  if (ages.length === 0) return null;
  return Number.isInteger(middle) ? ((ages[middle - 1] ?? 0) + (ages[middle] ?? 0)) / 2 : (ages[Math.floor(middle)] ?? null);
}

function shareOf<T>(items: readonly T[], has: (item: T) => boolean): number | null {
  return items.length === 0 ? null : items.filter(has).length / items.length;
}

/** What a host says of a site outside the offline world, by who may have such a name; undefined of most. */
export function authorityOfHost(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname } = new URL(url);
  if (/(^|\.)(gov|mil|int)(\.[a-z]{2})?$|(^|\.)(gouv|gob|go)\.[a-z]{2}$|(^|\.)europa\.eu$|(^|\.)un\.org$|(^|\.)who\.int$/.test(hostname))
    return 'official';
  if (/(^|\.)(edu|ac)(\.[a-z]{2})?$|(^|\.)(doi\.org|arxiv\.org|nature\.com|science\.org|nih\.gov)$/.test(hostname)) return 'primary';
  return undefined;
}
