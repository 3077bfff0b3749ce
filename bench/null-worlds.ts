/** Worlds in which all agents are equal, put through the shipped functions: what is claimed of them is false. */
import type { Label } from '../judge/checklist/verdict.ts';
import type { Outcome } from '../judge/pairwise/outcome.ts';
import { headToHeads, netWinInterval } from '../reports/head-to-head/head-to-head.ts';
import { leaderboard } from '../reports/leaderboard/score.ts';
import { roundRobin } from '../reports/ratings/pairing.ts';
import { ratings } from '../reports/ratings/ratings.ts';
import type { Random } from '../reports/stats/random.ts';
import type { BattleRow } from '../runners/store/battle-row.ts';
import type { TrialRow } from '../runners/store/results.ts';
import type { StoredTask } from '../runners/store/tasks.ts';

/** What one round of a world came to. */
export interface Round {
  /** Something was claimed that is not so. */
  readonly claimed: boolean;
  /** Intervals given, and those of them that hold the truth. */
  readonly intervals: number;
  readonly covering: number;
}

/** Standard normal (Box and Muller). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** nu of Davidson's model at which equals tie in this share of their battles. */
function nuOf(ties: number): number {
  return (2 * ties) / (1 - ties);
}

/** By Davidson's model. @param lead of the first, in log strength */
function outcomeOf(lead: number, nu: number, random: Random): Outcome {
  const [a, b] = [Math.exp(lead / 2), Math.exp(-lead / 2)];
  const draw = random() * (a + b + nu);
  return draw < a ? 'a' : draw < a + b ? 'b' : 'tie';
}

export interface RatingWorld {
  readonly agents: number;
  readonly queries: number;
  /** Of how far an agent is better on one query than on another, on the logit scale. */
  readonly sd: number;
  /** Share of ties between equals. */
  readonly ties: number;
}

/** Ratings: no agent is above another, and the true rating of each is 1000. */
export function rateEquals({ agents, queries, sd, ties }: RatingWorld, random: Random): Round {
  const names = Array.from({ length: agents }, (_, i) => `a${i}`);
  const keys = Array.from({ length: queries }, (_, i) => `q${i}`);
  const strengths = new Map(keys.map((query) => [query, new Map(names.map((name) => [name, sd * normal(random)]))]));
  const nu = nuOf(ties);
  const battles = roundRobin(names, keys).map(({ query, a, b }) => {
    const on = strengths.get(query);
    return { query, a, b, outcome: outcomeOf((on?.get(a) ?? 0) - (on?.get(b) ?? 0), nu, random) };
  });
  const { rows } = ratings(battles, { method: 'davidson', seed: 1 });
  const given = rows.flatMap(({ ci }) => (ci === null ? [] : [ci]));
  return {
    claimed: rows.some(({ rank: [best, worst] }) => best > 1 || worst < agents),
    intervals: given.length,
    covering: given.filter(([low, high]) => low <= 1000 && 1000 <= high).length,
  };
}

export interface PairWorld {
  readonly queries: number;
  readonly sd: number;
  readonly ties: number;
  readonly judges?: number;
  readonly trials?: number;
  readonly domains?: number;
  /** Of domains, on the logit scale. */
  readonly domainSd?: number;
  /** The true net win rate of the first. */
  readonly lead?: number;
  /** A judge that takes whatever is shown first: both orders differ, so every battle is a tie that flipped. */
  readonly onlyPosition?: boolean;
  /** Whether non-inferiority within 10 points is what is claimed; else that one beats the other. */
  readonly margin?: boolean;
}

/** Two agents head to head. */
export function comparePair(world: PairWorld, random: Random): Round {
  const { queries, sd, ties, judges = 1, trials = 1, domains = 1, domainSd = 0, lead = 0, onlyPosition = false, margin = false } = world;
  const shift = Array.from({ length: domains }, () => domainSd * normal(random));
  const nu = nuOf(ties);
  const rows: BattleRow[] = [];
  for (let query = 0; query < queries; query++) {
    const domain = query % domains;
    const better = sd * Math.SQRT2 * normal(random) + (shift[domain] ?? 0);
    for (let judge = 0; judge < judges; judge++)
      for (let trial = 1; trial <= trials; trial++)
        rows.push({
          task: `q${query}`,
          benchmark: 'w',
          domain: domains > 1 ? `d${domain}` : 'd',
          a: 'x',
          b: 'y',
          outcome: onlyPosition ? 'tie' : lead === 0 ? outcomeOf(better, nu, random) : ledBy(lead, ties, random),
          dimension: 'overall',
          judge: `j${judge}`,
          by: 'model',
          trial,
          flipped: onlyPosition,
        });
  }
  const [found] = headToHeads(rows, margin ? { margin: 0.1 } : {});
  if (found === undefined) return { claimed: false, intervals: 0, covering: 0 };
  const { overall, verdict } = found;
  const ci = netWinInterval(found);
  const within = overall.margin !== null && overall.margin.refused === undefined && overall.margin.p < 0.05;
  return {
    claimed: margin ? within : verdict.includes(' beats '),
    intervals: ci === null ? 0 : 1,
    covering: ci !== null && ci[0] <= lead && lead <= ci[1] ? 1 : 0,
  };
}

/** A net win rate of exactly this, at this share of ties. */
function ledBy(lead: number, ties: number, random: Random): Outcome {
  const draw = random();
  if (draw < ties) return 'tie';
  return draw < ties + (1 - ties + lead) / 2 ? 'a' : 'b';
}

export interface ScoreWorld {
  readonly agents: number;
  readonly tasks: number;
  /** Of how hard a task is, for all agents alike, on the logit scale. */
  readonly sd: number;
  /** Share of the hard criteria of the first agent that have no verdict. */
  readonly missing?: number;
}

const EASY = 4;
const HARD = 4;

/** Scores on criteria, half of them hard: all agents meet them alike, and the true score of each is the same. */
export function scoreEquals({ agents, tasks, sd, missing = 0 }: ScoreWorld, random: Random): Round {
  const rubric = Array.from({ length: EASY + HARD }, (_, k) => ({ id: `c${k}`, criterion: `Thing ${k}.`, weight: 1 }));
  const stored = Array.from({ length: tasks }, (_, i): StoredTask => {
    const task = { id: `t${i}`, query: 'q', language: 'en', domain: 'd', rubric };
    return { id: i, queryId: i, task, criteria: new Map() };
  });
  const ease = stored.map(() => sd * normal(random));
  const rowsOf = ({ id }: StoredTask): TrialRow[] =>
    Array.from({ length: agents }, (_, agent) => {
      const labels = rubric.flatMap(({ id: criterion }, k): [string, Label][] => {
        if (agent === 0 && k >= EASY && random() < missing) return [];
        const chance = 1 / (1 + Math.exp(-((k < EASY ? 2 : -1) + (ease[id] ?? 0))));
        return [[criterion, random() < chance ? 'satisfied' : 'unsatisfied']];
      });
      return trialRow(`a${String(agent).padStart(2, '0')}`, id, new Map(labels));
    });
  const judge = { id: 1, name: 'w', model: null, hash: '', kind: 'offline' };
  const { rows } = leaderboard(stored, rowsOf, {
    benchmark: 'w',
    scale: 'ternary',
    judge,
    prices: { models: [], rates: [] } as never,
    currency: 'USD',
    estimates: new Map(),
  });
  return {
    claimed: rows.some(({ rankSet }) => rankSet !== null && (rankSet[0] > 1 || rankSet[1] < agents)),
    ...covered(rows, sd, missing),
  };
}

/** The scores of an agent whose hard criteria are missing are of another rubric: only ranks are looked at. */
function covered(rows: ReturnType<typeof leaderboard>['rows'], sd: number, missing: number): Omit<Round, 'claimed'> {
  if (missing > 0) return { intervals: 0, covering: 0 };
  const truth = trueScore(sd);
  const given = rows.flatMap(({ ci }) => (ci === null ? [] : [ci]));
  return { intervals: given.length, covering: given.filter(([low, high]) => low <= truth && truth <= high).length };
}

/** Mean over the hardness of tasks, by the trapezoid rule. */
function trueScore(sd: number): number {
  const meet = (x: number) => 50 / (1 + Math.exp(-(2 + x))) + 50 / (1 + Math.exp(-(-1 + x)));
  if (sd === 0) return meet(0);
  let [sum, weight] = [0, 0];
  for (let z = -6; z <= 6; z += 0.01) {
    const density = Math.exp((-z * z) / 2);
    sum += density * meet(sd * z);
    weight += density;
  }
  return sum / weight;
}

function trialRow(agent: string, taskId: number, given: ReadonlyMap<string, Label>): TrialRow {
  return {
    agent,
    taskId,
    repeat: 1,
    failed: false,
    reportId: 1,
    labels: new Map([[1, given]]),
    judgeTrials: 1,
    unscored: 0,
    split: 0,
    truncated: false,
    seconds: null,
    model: null,
    usage: undefined,
    cost: undefined,
    judging: { calls: 0, usage: undefined },
    members: [],
  };
}
