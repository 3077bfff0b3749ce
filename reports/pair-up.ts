/** Pairing up the agents of a sweep: round robin, star, balanced, or actively where least is known so far. */
import { InputError } from '../judge/errors.ts';
import type { Contestants } from '../runners/battles/contestants.ts';
import type { Batches, PairUp, PlannedBattle } from '../runners/battles/pairing.ts';
import { activePairing } from './ratings/active-pairing.ts';
import { balanced, PAIRINGS, type Pairing, roundRobin, star } from './ratings/pairing.ts';

export { PAIRINGS, type Pairing };

export interface PairingOptions {
  /** The centre of a star. */
  readonly against?: string | undefined;
  /** Battles of each agent on a query, where they are balanced. */
  readonly perAgent?: number | undefined;
  /** Battles in all, where they are chosen actively. */
  readonly battles?: number | undefined;
  /** Battles between two fits, where they are chosen actively. */
  readonly batch?: number | undefined;
  readonly seed: number;
}

export const PER_AGENT = 2;
export const BATCH = 20;

/** @throws InputError where the pairing lacks what it needs; the function itself, where an agent is not among the contestants */
export function pairUp(pairing: Pairing, options: PairingOptions): PairUp {
  if (pairing === 'active') {
    if (options.battles === undefined) throw new InputError('--pairing active needs --battles N');
    return actively({ count: options.battles, batch: options.batch ?? BATCH, seed: options.seed });
  }
  return (contestants) => {
    const { battles, owed } = playable(contestants, planned(pairing, contestants, options));
    let left: readonly PlannedBattle[] = battles;
    return {
      candidates: battles,
      owed,
      count: battles.length,
      next() {
        const all = left;
        left = [];
        return all;
      },
    };
  };
}

/**
 * Those of all pairings that can be made of these contestants with what is given, to show what each would take. Active pairing takes as
 * many pairs as it is told: where that is not said, half a pair for each agent and query.
 */
export function possiblePairings({ agents, queries }: Contestants, options: PairingOptions): { pairing: Pairing; pairUp: PairUp }[] {
  const { against = agents[0], perAgent = PER_AGENT } = options;
  const battles = options.battles ?? Math.max(1, Math.ceil((agents.length * queries.length) / 2));
  const possible = { 'round-robin': true, star: true, balanced: perAgent < agents.length, active: true };
  return PAIRINGS.filter((pairing) => possible[pairing]).map((pairing) => ({
    pairing,
    pairUp: pairUp(pairing, { ...options, against, battles }),
  }));
}

function planned(pairing: Exclude<Pairing, 'active'>, { agents, queries }: Contestants, options: PairingOptions): PlannedBattle[] {
  const keys = queries.map(({ key }) => key);
  const { against = '', perAgent = PER_AGENT, seed } = options;
  if ((pairing === 'star' || options.against !== undefined) && !agents.includes(against))
    throw new InputError(`--pairing star needs --against one of: ${agents.join(', ')}`);
  if (pairing === 'star') return star(agents, keys, against);
  return pairing === 'balanced' ? balanced(agents, keys, { perAgent, seed }) : roundRobin(agents, keys);
}

/** Without an attempt of both there is no battle. */
function playable(
  { queries }: Contestants,
  battles: readonly PlannedBattle[],
): { readonly battles: PlannedBattle[]; readonly owed: PlannedBattle[] } {
  const byKey = new Map(queries.map((query) => [query.key, query]));
  const attempted = (query: string, agent: string) =>
    byKey.get(query)?.reports.has(agent) === true || byKey.get(query)?.failed.has(agent) === true;
  const can = ({ query, a, b }: PlannedBattle) => attempted(query, a) && attempted(query, b);
  return { battles: battles.filter(can), owed: battles.filter((battle) => !can(battle)) };
}

/** Each batch is planned from what came of those before. What brought no outcome is not asked for again. */
function actively({ count, batch, seed }: { readonly count: number; readonly batch: number; readonly seed: number }): PairUp {
  return (contestants): Batches => {
    const keys = contestants.queries.map(({ key }) => key);
    const all = roundRobin(contestants.agents, keys);
    const { battles: candidates, owed: closed } = playable(contestants, all);
    const asked: PlannedBattle[] = [];
    const most = Math.min(count, candidates.length);
    return {
      candidates,
      owed: [],
      count: most,
      next(fought) {
        if (asked.length >= most) return [];
        const played = asked.length === 0 ? [] : fought();
        const met = new Set(played.map(battleKey));
        const without = asked.filter((one) => !met.has(battleKey(one)));
        const next = activePairing(played, contestants.agents, keys, {
          count: Math.min(most - asked.length, batch),
          seed,
          closed: [...closed, ...without],
        });
        asked.push(...next);
        return next;
      },
    };
  };
}

function battleKey({ query, a, b }: PlannedBattle): string {
  return JSON.stringify([query, ...[a, b].sort()]);
}
