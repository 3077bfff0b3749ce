/** searchStore: one search over agents, tasks, criteria, what was said of reports, and reports, each with its place and the words around. */
import type { Label } from '../judge/checklist/verdict.ts';
import type { Quote } from '../judge/reading/quotes.ts';
import { KINDS, type Kind, type SearchIndex } from '../runners/store/search-index.ts';
import {
  type FoundCriterion,
  type FoundReport,
  foundAgents,
  foundCriteria,
  foundReports,
  foundTasks,
  foundVerdict,
} from '../runners/store/search-places.ts';
import type { Store } from '../runners/store/store.ts';
import { reportText } from '../runners/store/trials.ts';
import { labelOf } from '../runners/store/verdicts.ts';
import { type Known, passes, readFilter } from './board/filter.ts';

export { KINDS, type Kind };

export interface SearchRequest {
  /** Words, and tests as the board's filter has them. */
  readonly query: string;
  /** One kind alone, and more of it. */
  readonly kind?: Kind | undefined;
  readonly sweep?: string | undefined;
}

/** A piece of a text; `hit`: it is what was asked for. */
export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

export interface Found {
  readonly kind: Kind;
  readonly benchmark: string;
  readonly task?: string;
  readonly agent?: string;
  readonly repeat?: number;
  /** The criterion's id in its rubric. */
  readonly criterion?: string;
  readonly weight?: number;
  readonly judge?: string;
  readonly label?: Label;
  readonly pieces: readonly Piece[];
}

export interface FoundOfKind {
  readonly kind: Kind;
  readonly found: readonly Found[];
  /** There are more. */
  readonly more: boolean;
}

const FIRST = 8;
const MOST = 200;
/** Asked for beyond what is shown: what was found may count no more, or pass no test. */
const SPARE = 4;
const AROUND = 90;

/** In the order in which they are narrowed down: whose, on what, by what, what was said, where it stands. */
export function searchStore(store: Store, index: SearchIndex, { query, kind, sweep }: SearchRequest): FoundOfKind[] {
  const { tests, words } = readFilter(query);
  if (words === '') return [];
  const most = kind === undefined ? FIRST : MOST;
  return KINDS.filter((each) => kind === undefined || each === kind).map((each) => {
    const ids = index.find(words, each, most * SPARE + 1);
    const all = FINDERS[each]({ store, index, sweep, words }, ids).filter((found) =>
      tests.every(({ test }) => passes(knownOf(found), test)),
    );
    return { kind: each, found: all.slice(0, most), more: all.length > most || ids.length > most * SPARE };
  });
}

function knownOf({ agent, task, label, judge, weight }: Found): Known {
  return {
    texts: {
      ...(agent !== undefined && { agent }),
      ...(task !== undefined && { task }),
      ...(label !== undefined && { label }),
      ...(judge !== undefined && { judge }),
    },
    numbers: { ...(weight !== undefined && { weight }) },
  };
}

interface Around {
  readonly store: Store;
  readonly index: SearchIndex;
  readonly sweep: string | undefined;
  readonly words: string;
}

type Finder = (around: Around, ids: readonly number[]) => Found[];

const FINDERS: Readonly<Record<Kind, Finder>> = {
  agent: ({ store, sweep, words }, ids) =>
    foundAgents(store, ids, { sweep }).map(({ agent, benchmark }) => ({ kind: 'agent', benchmark, agent, pieces: piecesOf(agent, words) })),
  task: ({ store, sweep, words }, ids) =>
    foundTasks(store, ids, { sweep }).map(({ benchmark, task, text }) => ({
      kind: 'task',
      benchmark,
      task,
      pieces: piecesOf(text, words),
    })),
  criterion: ({ store, sweep, words }, ids) =>
    foundCriteria(store, ids, { sweep }).map((found) => ({
      kind: 'criterion',
      ...criterionOf(found),
      pieces: piecesOf(found.text, words),
    })),
  verdict: findVerdicts,
  report: ({ store, sweep, words }, ids) =>
    foundReports(store, ids, { sweep }).map((found) => ({
      kind: 'report',
      ...reportOf(found),
      pieces: piecesOf(reportText(store, found.id) ?? '', words),
    })),
};

function criterionOf({ benchmark, task, name, weight }: FoundCriterion) {
  return { benchmark, task, criterion: name, weight };
}

function reportOf({ benchmark, task, agent, repeat }: FoundReport) {
  return { benchmark, task, agent, repeat };
}

function findVerdicts({ store, index, sweep, words }: Around, ids: readonly number[]): Found[] {
  const said = ids.flatMap((evidence) => {
    const at = index.saidAt(evidence);
    return at === undefined ? [] : [{ evidence, ...at }];
  });
  const reports = foundReports(store, [...new Set(said.map(({ report }) => report))], { sweep });
  const criteria = foundCriteria(store, [...new Set(said.map(({ criterion }) => criterion))], { sweep });
  return said.flatMap((one) => {
    const verdict = foundVerdict(store, one);
    if (verdict === undefined) return [];
    const { judge, label, reason, quotes } = verdict;
    const passages = quotes === null ? [] : (JSON.parse(quotes) as Quote[]).map(({ text }) => `“${text}”`);
    return reports
      .filter(({ id }) => id === one.report)
      .flatMap((report) => {
        const criterion = criteria.find(
          ({ id, benchmark, task }) => id === one.criterion && benchmark === report.benchmark && task === report.task,
        );
        if (criterion === undefined) return [];
        const about = { ...reportOf(report), ...criterionOf(criterion), judge, label: labelOf(label) };
        return [{ kind: 'verdict' as const, ...about, pieces: piecesOf([reason, ...passages].join(' '), words) }];
      });
  });
}

/** The words that were asked for with what stands around the first of them, on one line. */
export function piecesOf(text: string, words: string): Piece[] {
  const pattern = patternOf(words);
  const line = text.replace(/\s+/g, ' ').trim();
  const first = pattern === undefined ? -1 : line.search(pattern);
  const from = first < 0 ? 0 : Math.max(0, first - AROUND);
  const to = (first < 0 ? 0 : first) + 2 * AROUND;
  const cut = line.slice(from, to);
  const pieces: Piece[] = from > 0 ? [{ text: '… ', hit: false }] : [];
  let at = 0;
  for (const match of pattern === undefined ? [] : cut.matchAll(pattern)) {
    if (match[0] === '') continue;
    pieces.push({ text: cut.slice(at, match.index), hit: false }, { text: match[0], hit: true });
    at = match.index + match[0].length;
  }
  pieces.push({ text: cut.slice(at) + (to < line.length ? ' …' : ''), hit: false });
  return pieces.filter(({ text: piece }) => piece !== '');
}

/** Also where a word goes on, as its stem does. */
function patternOf(words: string): RegExp | undefined {
  const units = (words.match(/"[^"]*"|[^\s"]+/g) ?? []).map((unit) => unit.replaceAll('"', '').trim()).filter((unit) => unit !== '');
  if (units.length === 0) return undefined;
  const escaped = units.map((unit) => unit.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(/\s+/g, '\\s+'));
  return new RegExp(escaped.toSorted((a, b) => b.length - a.length).join('|'), 'giu');
}
