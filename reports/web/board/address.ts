/** boardPath, readState: the one grammar of the board's addresses, read and written. */
import { SCALES, type Scale } from '../../../judge/checklist/reward.ts';
import { ORDERS, type Order } from '../../board/grid.ts';

/** What of the board is looked at; the defaults stand in no address. */
export interface BoardState {
  readonly judge?: string | undefined;
  readonly scale: Scale;
  readonly order: Order;
  /** Words that a task's id, query or domain holds. */
  readonly find: string;
  /** An agent beside the one that is looked at. */
  readonly beside?: string | undefined;
  /** Also criteria on which the two do not differ. */
  readonly all: boolean;
  /** The agent's attempt, from 1. */
  readonly repeat?: number | undefined;
}

export interface Place {
  readonly benchmark?: string;
  readonly task?: string;
  readonly agent?: string;
}

export function readState(query: (name: string) => string | undefined): BoardState {
  const repeat = Number(query('repeat'));
  return {
    judge: query('judge'),
    scale: SCALES.find((scale) => scale === query('scale')) ?? 'ternary',
    order: ORDERS.find((order) => order === query('sort')) ?? 'task',
    find: (query('find') ?? '').trim().slice(0, 200),
    beside: query('vs'),
    all: query('all') === '1',
    repeat: Number.isInteger(repeat) && repeat > 0 ? repeat : undefined,
  };
}

/** `/board/BENCHMARK/task/TASK/agent/AGENT?...` */
export function boardPath({ benchmark, task, agent }: Place, state: Partial<BoardState> = {}): string {
  const path = ['/board', ...named(undefined, benchmark), ...named('task', task), ...named('agent', agent)].join('/');
  const { judge, scale, order, find, beside, all, repeat } = state;
  const query = new URLSearchParams({
    ...(judge !== undefined && { judge }),
    ...(scale !== undefined && scale !== 'ternary' && { scale }),
    ...(order !== undefined && order !== 'task' && { sort: order }),
    ...(find !== undefined && find !== '' && { find }),
    ...(beside !== undefined && { vs: beside }),
    ...(all === true && { all: '1' }),
    ...(repeat !== undefined && { repeat: String(repeat) }),
  }).toString();
  return query === '' ? path : `${path}?${query}`;
}

function named(word: string | undefined, name: string | undefined): string[] {
  if (name === undefined) return [];
  return [...(word === undefined ? [] : [word]), encodeURIComponent(name)];
}
