/** writeAddress, readAddress: the one grammar of the app's addresses, as paths of a server and after the `#` of a file. */
import { SCALES, type Scale } from '../../../judge/checklist/reward.ts';
import { ORDERS, type Order } from '../../board/order.ts';

/** Of one benchmark, in the order of the navigation; the board is where no other is named. */
export const VIEWS = ['board', 'compare', 'leaderboard', 'history', 'judges', 'ratings', 'tasks'] as const;
export type View = (typeof VIEWS)[number];

/** Where in the app: a view of a benchmark, a task of it, or one agent's report on that task. */
export interface Place {
  readonly benchmark?: string | undefined;
  readonly view?: View | undefined;
  readonly task?: string | undefined;
  readonly agent?: string | undefined;
}

/** What of it is looked at; the defaults stand in no address. */
export interface BoardState {
  readonly judge?: string | undefined;
  readonly scale: Scale;
  readonly order: Order;
  /** What is typed to narrow a page: words, and tests of tasks, agents and criteria. */
  readonly find: string;
  /** How many rows of a long grid come with the page, where not as many as are seen at first: the others follow. */
  readonly rows?: number | undefined;
  /** An agent by itself, as where two are compared over all tasks. */
  readonly of?: string | undefined;
  /** An agent beside the one that is looked at. */
  readonly beside?: string | undefined;
  /** A judge beside the one that is looked at. */
  readonly against?: string | undefined;
  /** Another attempt beside the one that is looked at, from 1. */
  readonly besideRepeat?: number | undefined;
  /** Also criteria on which the two do not differ. */
  readonly all: boolean;
  /** The agent's attempt, from 1. */
  readonly repeat?: number | undefined;
  /** Of a report: its verdicts, or what else there is of it. */
  readonly tab?: string | undefined;
  readonly criterion?: string | undefined;
  /** Which quote of the criterion, from 0. */
  readonly quote?: number | undefined;
  /** Two labels, as a cell of a confusion table has them. */
  readonly cell?: string | undefined;
  /** How much worse is still not inferior, in points of 0-100. */
  readonly margin?: number | undefined;
}

const DEFAULTS = { scale: 'ternary', order: 'task', find: '', all: false } as const satisfies Partial<BoardState>;

interface Key<Value> {
  readonly name: string;
  /** Undefined where it says nothing that is known. */
  readonly read: (text: string) => Value | undefined;
  readonly write: (value: Value) => string;
}

const text = (name: string): Key<string> => ({ name, read: (value) => (value === '' ? undefined : value), write: (value) => value });
const oneOf = <const Value extends string>(name: string, values: readonly Value[]): Key<Value> => ({
  name,
  read: (value) => values.find((each) => each === value),
  write: (value) => value,
});
const number = (name: string, isValid: (value: number) => boolean): Key<number> => ({
  name,
  read: (value) => (value !== '' && isValid(Number(value)) ? Number(value) : undefined),
  write: String,
});
const isCount = (value: number) => Number.isInteger(value) && value > 0;

const KEYS: { readonly [Name in keyof BoardState]-?: Key<NonNullable<BoardState[Name]>> } = {
  judge: text('judge'),
  scale: oneOf('scale', SCALES),
  order: oneOf('sort', ORDERS),
  find: { name: 'find', read: (value) => value.trim().slice(0, 200), write: (value) => value },
  rows: number('rows', isCount),
  of: text('of'),
  beside: text('vs'),
  against: text('vsjudge'),
  besideRepeat: number('vsrepeat', isCount),
  all: { name: 'all', read: (value) => value === '1' || undefined, write: () => '1' },
  repeat: number('repeat', isCount),
  tab: text('tab'),
  criterion: text('c'),
  quote: number('q', (value) => Number.isInteger(value) && value >= 0),
  cell: text('cell'),
  margin: number('margin', (value) => value > 0 && value <= 100),
};

/** Makes the address of a place; what of its state is the default is left out. */
export type To = (place: Place, state?: Partial<BoardState>) => string;

export const writePath: To = (place, state) => `/board${written(place, state)}`;
export const writeHash: To = (place, state) => `#/${written(place, state).replace(/^\//, '')}`;

function written({ benchmark, view = 'board', task, agent }: Place, state: Partial<BoardState> = {}): string {
  const named = (word: string, name: string | undefined) => (name === undefined ? [] : [word, encodeURIComponent(name)]);
  const steps = benchmark === undefined ? [] : [encodeURIComponent(benchmark), ...named('task', task), ...named('agent', agent)];
  const path = [...steps, ...(benchmark === undefined || view === 'board' ? [] : [view])].map((step) => `/${step}`).join('');
  const query = writtenQuery(state);
  return query === '' ? path : `${path}?${query}`;
}

/** By the state: the cells of a grid, which may be ten thousand, share one. */
const QUERIES = new WeakMap<Partial<BoardState>, string>();

function writtenQuery(state: Partial<BoardState>): string {
  const found = QUERIES.get(state);
  if (found !== undefined) return found;
  const query = new URLSearchParams(queryOf(state)).toString();
  QUERIES.set(state, query);
  return query;
}

/** The state as names and values of an address. */
export function queryOf(state: Partial<BoardState>): [name: string, value: string][] {
  return Object.entries(KEYS).flatMap(([field, key]): [string, string][] => {
    const value = state[field as keyof BoardState];
    if (value === undefined || value === (DEFAULTS as Partial<BoardState>)[field as keyof BoardState]) return [];
    return [[key.name, (key as Key<typeof value>).write(value)]];
  });
}

/** @param address as writePath or writeHash made it, or as a person typed it; undefined where it names no place */
export function readAddress(address: string): { readonly place: Place; readonly state: BoardState } | undefined {
  const [path = '', query = ''] = address.replace(/^(?:\/board(?=[/?]|$)|#)/, '').split(/\?(.*)/s);
  const place = readPlace(path);
  return place === undefined ? undefined : { place, state: readState(new URLSearchParams(query)) };
}

function readPlace(path: string): Place | undefined {
  const steps = path.split('/').filter(Boolean).map(decoded);
  if (!steps.every((step) => step !== undefined)) return undefined;
  const [benchmark, word, task, by, agent, ...more] = steps;
  if (benchmark === undefined) return {};
  if (word === undefined) return { benchmark };
  if (word !== 'task') return isView(word) && task === undefined ? { benchmark, view: word } : undefined;
  if (task === undefined || more.length > 0) return undefined;
  if (by === undefined) return { benchmark, task };
  return by === 'agent' && agent !== undefined ? { benchmark, task, agent } : undefined;
}

function isView(word: string): word is View {
  return VIEWS.some((view) => view === word);
}

function decoded(step: string): string | undefined {
  try {
    return decodeURIComponent(step);
  } catch {
    return undefined;
  }
}

function readState(query: URLSearchParams): BoardState {
  const found = Object.entries(KEYS).flatMap(([field, key]) => {
    const said = query.get(key.name);
    const value = said === null ? undefined : key.read(said);
    return value === undefined ? [] : [[field, value] as const];
  });
  return { ...DEFAULTS, ...Object.fromEntries(found) };
}
