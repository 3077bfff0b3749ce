/** openWorld: the bundled offline web: its pages by address, and its search. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageData } from '../../benchmarks/files/paths.ts';
import { TextIndex, termsOf } from '../store/text-index.ts';

/** What a page is worth, and what its site is; data/world/README.md says which is which. Agents are shown neither. */
export type PageRole = 'source' | 'secondary' | 'stale' | 'wrong' | 'spam' | 'other';
export type Authority = 'official' | 'primary' | 'press' | 'reference' | 'personal' | 'promotion';

export interface WorldPage {
  readonly url: string;
  readonly title: string;
  readonly language: 'en' | 'zh';
  /** ISO dates. */
  readonly published: string;
  readonly modified?: string;
  readonly kind: 'html' | 'pdf';
  readonly role: PageRole;
  readonly authority: Authority;
  /** Of a stale page: the address of what holds now. */
  readonly supersededBy?: string;
  /** Markdown, without the title. */
  readonly text: string;
}

export interface World {
  /** The date that this web lives in. */
  readonly today: string;
  /** By address, in normal form. */
  readonly pages: ReadonlyMap<string, WorldPage>;
  /** Pages that hold any word of the query, best first. */
  search(query: string, count: number): readonly WorldPage[];
}

export const WORLD_TODAY = '2026-09-15';

let opened: World | undefined;

/** Read once a process. */
export function openWorld(): World {
  opened ??= readWorld();
  return opened;
}

function readWorld(): World {
  const lines = readFileSync(join(packageData(), 'world', 'pages.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  const pages = lines.map((line) => JSON.parse(line) as WorldPage);
  const index = new TextIndex(pages);
  return {
    today: WORLD_TODAY,
    pages: new Map(pages.map((page) => [worldAddress(page.url) ?? page.url, page])),
    search: (query, count) => index.ranked(query, count).flatMap((place) => pages[place] ?? []),
  };
}

/** An address in normal form, in which `http` is `https`, and neither query, fragment nor a slash at the end counts; undefined of what is none. */
export function worldAddress(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, pathname } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return undefined;
  return `https://${hostname.replace(/^www\./, '')}${pathname.replace(/\/+$/, '')}`;
}

/** Whether an address can only be of the offline world: names that end so lead nowhere else. */
export function isWorldAddress(url: string): boolean {
  return URL.canParse(url) && new URL(url).hostname.endsWith('.test');
}

/** Characters of a snippet. */
const SNIPPET = 240;

/** The stretch of a page's text that holds most of the query's words, on one line. */
export function snippetOf(page: WorldPage, query: string): string {
  const lines = linesOf(page);
  const wanted = new Set(termsOf(query));
  const worths = lines.map(({ terms }) => [...wanted].filter((term) => terms.has(term)).length);
  const best = worths.indexOf(Math.max(0, ...worths));
  return lines
    .slice(Math.max(0, best))
    .map(({ line }) => line)
    .join(' ')
    .slice(0, SNIPPET);
}

interface Line {
  readonly line: string;
  readonly terms: ReadonlySet<string>;
}

const linesOfPages = new WeakMap<WorldPage, readonly Line[]>();

function linesOf(page: WorldPage): readonly Line[] {
  const known = linesOfPages.get(page);
  if (known !== undefined) return known;
  const lines = page.text
    .split('\n')
    .map((line) => line.replace(/[|#*\s]+/g, ' ').trim())
    .filter((line) => line !== '' && !/^[-\s]+$/.test(line))
    .map((line) => ({ line, terms: new Set(termsOf(line)) }));
  linesOfPages.set(page, lines);
  return lines;
}
