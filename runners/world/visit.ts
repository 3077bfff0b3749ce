/** Visit: one agent's requests to the offline world, with the faults that they meet and a record of each. */
import { type Fault, type FaultKind, type FaultPlan, faultOf, misled, type Op, otherPage, requestKey } from './faults.ts';
import { type World, type WorldPage, worldAddress } from './world.ts';

/** One request as it was answered. */
export interface Visited {
  readonly op: Op;
  /** The query, or the address in normal form. */
  readonly asked: string;
  /** From 1: how often it was seen by then. */
  readonly seen: number;
  readonly fault?: Fault;
  /** Addresses of the pages that were shown, or of the one that was. */
  readonly served: readonly string[];
  /** Addresses of what would have been the best answer. */
  readonly wanted: readonly string[];
}

/** What to answer. Of the kinds of faults that leave no answer, `pages` is empty. */
export interface Answer {
  readonly pages: readonly WorldPage[];
  readonly fault: FaultKind | undefined;
}

/** How many of the best results count as what a search was for. */
const BEST = 5;
const HOLDS: readonly WorldPage['role'][] = ['source', 'secondary'];

export class Visit {
  readonly #world: World;
  readonly #plan: FaultPlan | undefined;
  readonly #seen = new Map<string, number>();
  readonly record: Visited[] = [];

  constructor(world: World, plan?: FaultPlan) {
    this.#world = world;
    this.#plan = plan;
  }

  search(query: string, count: number): Answer {
    const { fault, key, seen } = this.#met('search', query);
    const right = this.#world.search(query, count);
    const shown = fault === undefined ? right : this.#faulty(fault.kind, query, count, key);
    const met = shown === undefined ? undefined : fault;
    const pages = shown ?? right;
    const wanted = right.filter(({ role }) => HOLDS.includes(role)).slice(0, BEST);
    this.#note({ op: 'search', asked: query, seen, served: urls(pages), wanted: urls(wanted) }, met);
    return { pages, fault: met?.kind };
  }

  /** @returns undefined where the world has no such page */
  open(url: string): Answer | undefined {
    const address = worldAddress(url);
    const page = this.#world.pages.get(address ?? '');
    if (address === undefined || page === undefined) return undefined;
    const { fault, key, seen } = this.#met('open', address);
    const other = () => otherPage(this.#world, key, this.#plan?.seed ?? 0, ({ url }) => url !== page.url);
    const pages = fault === undefined ? [page] : fault.kind === 'wrong' ? [other()] : [];
    this.#note({ op: 'open', asked: address, seen, served: urls(pages), wanted: [page.url] }, fault);
    return { pages, fault: fault?.kind };
  }

  /** Undefined where the fault would change nothing. */
  #faulty(kind: FaultKind, query: string, count: number, key: string): readonly WorldPage[] | undefined {
    if (kind === 'error' || kind === 'timeout' || kind === 'empty' || kind === 'shape') return [];
    return misled(this.#world, query, count, kind, key, this.#plan?.seed ?? 0);
  }

  #met(op: Op, asked: string): { readonly fault: Fault | undefined; readonly key: string; readonly seen: number } {
    const key = requestKey(op, asked);
    const seen = (this.#seen.get(key) ?? 0) + 1;
    this.#seen.set(key, seen);
    return { fault: this.#plan === undefined ? undefined : faultOf(this.#plan, op, key, seen), key, seen };
  }

  #note(visited: Omit<Visited, 'fault'>, fault: Fault | undefined): void {
    this.record.push({ ...visited, ...(fault !== undefined && { fault }) });
  }
}

const urls = (pages: readonly WorldPage[]) => pages.map(({ url }) => url);

/** A fault that a trial met, and whether it got over it. */
export interface MetFault {
  readonly op: Op;
  readonly asked: string;
  readonly kind: FaultKind;
  readonly lasting: Fault['lasting'];
  /** The same request was answered later without a fault, or a page that the right answer would have led to was read later. */
  readonly recovered: boolean;
}

/** Each request that a fault hit counts once, however often it was made. */
export function metFaults(record: readonly Visited[]): MetFault[] {
  const met = new Map<string, MetFault>();
  record.forEach(({ op, asked, fault, wanted }, i) => {
    const key = requestKey(op, asked);
    if (fault === undefined || met.has(key)) return;
    const recovered = record.slice(i + 1).some((later) => {
      if (later.fault !== undefined) return false;
      return requestKey(later.op, later.asked) === key || (later.op === 'open' && later.served.some((url) => wanted.includes(url)));
    });
    met.set(key, { op, asked, kind: fault.kind, lasting: fault.lasting, recovered });
  });
  return [...met.values()];
}
