/** Rewards: what a request asks for, brought from the desk and made into results by the scale and rules that count for it. */
import { points, type Scale } from '../../judge/checklist/reward.ts';
import { NO_COMPONENTS, type ReportShape, ruledReward } from '../../judge/checklist/reward-rules.ts';
import type { Rubric } from '../../judge/checklist/rubric.ts';
import { labelOfVotes } from '../../judge/checklist/votes.ts';
import { CANARY, type Flag, isTalkedInto } from '../../judge/flags/flags.ts';
import { groupBy } from '../../judge/group-by.ts';
import type { Usage } from '../../judge/model/usage.ts';
import type { StoredJudge } from '../judging/judge-report.ts';
import { addMoney, costOf, type Money, type Prices, priceOf } from '../judging/prices.ts';
import type { Store } from '../store/store.ts';
import { storedAnswers } from '../store/verdicts.ts';
import type { Known, RewardDesk } from './desk.ts';
import type { ReportFlags } from './flags.ts';
import { type FormTest, formTest } from './form.ts';
import type { BadItem, RewardItem } from './item.ts';
import type { Asked, RequestRules, RewardError, RewardResult, ShownVerdict, Spent } from './protocol.ts';

export interface RewardsDeps {
  readonly desk: RewardDesk;
  readonly store: Store;
  readonly judge: StoredJudge;
  readonly prices: Prices;
  /** What counts where a request says nothing else. */
  readonly scale: Scale;
  readonly rules: RequestRules;
  readonly onCall: (model: string | undefined, usage: Usage | undefined, cost: Money | undefined) => void;
  readonly flags: ReportFlags;
}

export interface Asking {
  readonly client: string;
  readonly due: Promise<undefined>;
}

export interface Coming {
  /** One an item, in order. */
  readonly results: readonly Promise<RewardResult>[];
  /** Of the calls until now. */
  readonly spent: () => Spent;
  /** Groups of the items, in order: the one that was named, else all samples of the same query. */
  readonly groups: readonly { readonly name: string; readonly named: boolean }[];
}

/** @throws InputError where a rule of the request is none, or what kept the store from being written */
export function askRewards(deps: RewardsDeps, asked: Asked, asking: Asking): Coming {
  const rules = { ...deps.rules, ...asked.rules };
  const form = rules.format === undefined ? undefined : formTest(rules.format.pattern);
  const calls = callsOf(deps);
  const good = asked.items.filter((item): item is RewardItem => !('bad' in item));
  const canaries = rules.canaries === true || rules.fatalFlags?.includes(CANARY) === true;
  const known = deps.desk.ask(good, { ...asking, canaries, onCall: calls.onCall });
  const byItem = new Map(good.map((item, i) => [item, known[i]]));
  const results = asked.items.map((item) => {
    if ('bad' in item) return Promise.resolve(badResult(item));
    const answer = byItem.get(item);
    if (answer === undefined) throw new Error('an item was lost');
    const { scale = deps.scale, verdicts = false } = asked;
    const kept = { id: item.id, rubric: item.rubric, query: item.query, shape: shapeOf(item, rules, form), scale, rules, verdicts };
    return made(deps, kept, answer);
  });
  return { results, spent: calls.spent, groups: asked.items.map(groupOf) };
}

/** Samples of one query and rubric are compared with one another, where nothing else is said. */
function groupOf(item: RewardItem | BadItem): Coming['groups'][number] {
  if ('bad' in item) return { name: '', named: false };
  return item.group === undefined ? { name: item.query, named: false } : { name: item.group, named: true };
}

/** What of an item is kept while it waits: its text stands in the store. */
interface Kept {
  readonly id: string;
  readonly query: string;
  readonly rubric: Rubric;
  readonly shape: ReportShape | { readonly bad: string };
  readonly scale: Scale;
  readonly rules: RequestRules;
  /** Whether they are wanted. */
  readonly verdicts: boolean;
}

function shapeOf({ completion, report }: RewardItem, { length }: RequestRules, form: FormTest | undefined): Kept['shape'] {
  try {
    return { characters: length === undefined ? 0 : charactersOf(report), formed: form?.(completion) ?? false };
  } catch (error) {
    return { bad: (error as Error).message };
  }
}

function charactersOf(text: string): number {
  let pairs = 0;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xd800) pairs++;
  return text.length - pairs;
}

async function made(
  deps: RewardsDeps,
  { id, query, rubric, shape, scale, rules, verdicts }: Kept,
  answer: Promise<Known>,
): Promise<RewardResult> {
  const known = await answer;
  const { labels } = known;
  const error: RewardError | undefined = 'bad' in shape ? { kind: 'invalid', message: shape.bad } : known.error;
  const flags = error === undefined ? await flagsOf(deps, known, { query, rubric }) : [];
  const fatalFlag = flags.find((flag) => rules.fatalFlags?.includes(flag));
  const ruled =
    error !== undefined || 'bad' in shape
      ? { reward: undefined, components: NO_COMPONENTS }
      : ruledReward(rubric, labels, scale, rules, { ...shape, ...(fatalFlag !== undefined && { fatalFlag }) });
  return {
    id,
    reward: ruled.reward ?? null,
    judged: labels.size,
    criteria: rubric.length,
    unscored: rubric.length - labels.size,
    ...('fatal' in ruled && ruled.fatal !== undefined && { fatal: ruled.fatal }),
    flags,
    components: ruled.components,
    ...(error !== undefined && { error }),
    ...(verdicts && { verdicts: shownVerdicts(deps, known, rubric, scale) }),
  };
}

/** Of its text, and of what the judge said of canary criteria: that may come later. */
async function flagsOf({ flags }: RewardsDeps, known: Known, asked: { readonly query: string; readonly rubric: Rubric }): Promise<Flag[]> {
  const found = await flags.of(known, asked);
  return isTalkedInto(known.canaries) ? [...found, CANARY] : [...found];
}

function badResult({ id, bad }: BadItem): RewardResult {
  const error = { kind: 'invalid' as const, message: bad };
  return { id, reward: null, judged: 0, criteria: 0, unscored: 0, flags: [], components: NO_COMPONENTS, error };
}

function shownVerdicts({ store, judge }: RewardsDeps, { reportId, criteria }: Known, rubric: Rubric, scale: Scale): ShownVerdict[] {
  const answers = groupBy(
    storedAnswers(store, { judgeId: judge.id, reportId, criteria }, judge.trials),
    ({ question }) => question.criterion,
  );
  return rubric.flatMap(({ id, weight }) => {
    const given = answers.get(id)?.map(({ answer }) => answer) ?? [];
    const label = labelOfVotes(
      given.map(({ label }) => label),
      'lower',
      weight,
    );
    const said = given.find((verdict) => verdict.label === label);
    if (label === undefined || said === undefined) return [];
    const mean = given.reduce((sum, { label }) => sum + points(label, weight, scale), 0) / given.length;
    return [
      {
        id,
        label,
        points: mean,
        confidence: said.confidence ?? null,
        ...(said.probabilities !== undefined && { probabilities: said.probabilities }),
        reason: said.reason,
        quotes: said.quotes,
      },
    ];
  });
}

type TokenCounts = Pick<Usage, 'inputTokens' | 'cachedInputTokens' | 'cacheWriteTokens' | 'outputTokens' | 'reasoningTokens'>;
const TOKENS: readonly (keyof TokenCounts)[] = ['inputTokens', 'cachedInputTokens', 'cacheWriteTokens', 'outputTokens', 'reasoningTokens'];

/** Counts the calls of one request. */
function callsOf({ prices, onCall }: RewardsDeps): {
  onCall: (model: string | undefined, usage: Usage | undefined) => void;
  spent: () => Spent;
} {
  let calls = 0;
  const tokens = Object.fromEntries(TOKENS.map((name) => [name, 0])) as Record<keyof TokenCounts, number>;
  const costs = new Map<string, number>();
  let unknown = false;
  return {
    onCall(model, usage) {
      calls++;
      const price = model === undefined ? undefined : priceOf(prices, model);
      const cost = price === undefined || usage === undefined ? undefined : costOf(usage, price);
      if (cost === undefined) unknown = true;
      else costs.set(cost.currency, (costs.get(cost.currency) ?? 0) + cost.amount);
      for (const name of TOKENS) tokens[name] += usage?.[name] ?? 0;
      onCall(model, usage, cost);
    },
    spent: () => ({
      usage: { calls, ...tokens },
      cost: unknown
        ? null
        : addMoney(
            prices,
            [...costs].map(([currency, amount]) => ({ amount, currency })),
          ),
    }),
  };
}
