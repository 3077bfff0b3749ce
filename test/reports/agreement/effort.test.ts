/** What a judge's verdicts took: an unknown price or count is unknown, and a panel's calls are its judges'. */
import { beforeEach, describe, expect, it } from 'vitest';
import { NO_USAGE } from '../../../judge/model/usage.ts';
import { judgeEffort } from '../../../reports/agreement/effort.ts';
import type { Prices } from '../../../runners/judging/prices.ts';
import { storeCall } from '../../../runners/store/calls.ts';
import { knownJudges, storeJudge } from '../../../runners/store/judges.ts';
import { Store } from '../../../runners/store/store.ts';
import { storeReport } from '../../../runners/store/trials.ts';

const PRICES: Prices = {
  models: [{ model: 'm', currency: 'USD', input: 1, output: 10, date: '2026-01-01', source: 'made up' }],
  rates: [],
};

let store: Store;
let report: number;
beforeEach(() => {
  store = new Store(':memory:', { mode: 'write' });
  report = storeReport(store, 'Q?', 'It rains.');
});

function judge(name: string, model?: string, identity: Record<string, unknown> = { kind: 'model', name }) {
  storeJudge(store, { name, identity, ...(model !== undefined && { model }) });
  const found = knownJudges(store).find((known) => known.name === name);
  if (found === undefined) throw new Error('not stored');
  return found;
}
const usage = (inputTokens: number, outputTokens: number) => ({ ...NO_USAGE, inputTokens, outputTokens });

describe('judgeEffort', () => {
  it('adds up calls, tokens, money and seconds over the verdicts', () => {
    const one = judge('one', 'm');
    // Of two verdicts: three calls, as one was asked again; 3,000 tokens at 1 USD and 200 at 10 USD a million.
    storeCall(store, one.id, report, { usage: usage(1000, 100), seconds: 1 });
    storeCall(store, one.id, report, { usage: usage(1500, 50), seconds: 2 });
    storeCall(store, one.id, report, { usage: usage(500, 50), seconds: 6 });
    const { cost, speed } = judgeEffort(store, one, { reports: [report], verdicts: 2 }, PRICES);
    expect(cost).toMatchObject({
      calls: 3,
      verdicts: 2,
      inputTokens: 1500,
      outputTokens: 100,
      per1000: { currency: 'USD', basis: 'measured' },
    });
    expect(cost.per1000.amount).toBeCloseTo(2.5, 12);
    expect(speed).toEqual({ calls: 3, median: 2, p90: expect.closeTo(5.2, 12) });
  });

  it('knows no cost of a model without a price, of a call without a count, and of an imported judge', () => {
    const unknown = { per1000: { amount: null, basis: 'unknown' } };
    const dear = judge('dear', 'of no list');
    storeCall(store, dear.id, report, { usage: usage(10, 10) });
    expect(judgeEffort(store, dear, { reports: [report], verdicts: 1 }, PRICES)).toMatchObject({ cost: unknown, speed: null });
    const silent = judge('silent', 'm');
    storeCall(store, silent.id, report, { usage: usage(10, 10), seconds: 1 });
    storeCall(store, silent.id, report, { usage: undefined });
    expect(judgeEffort(store, silent, { reports: [report], verdicts: 1 }, PRICES)).toMatchObject({
      cost: { ...unknown, inputTokens: null },
      speed: { calls: 1 },
    });
    const imported = judge('other', 'm', { kind: 'imported', name: 'other', by: 'model' });
    expect(judgeEffort(store, imported, { reports: [report], verdicts: 1 }, PRICES)).toMatchObject({ cost: { ...unknown, calls: 0 } });
  });

  it('counts the calls of a panel as its judges made them, and nothing for one that calls nobody', () => {
    const members = [judge('a', 'm'), judge('b', 'm')];
    for (const { id } of members) storeCall(store, id, report, { usage: usage(1000, 0), seconds: 1 });
    const panel = judge('panel', undefined, { kind: 'panel', judges: members.map(({ hash }) => hash) });
    expect(judgeEffort(store, panel, { reports: [report], verdicts: 1 }, PRICES).cost).toMatchObject({ calls: 2, per1000: { amount: 2 } });
    const offline = judge('offline', undefined, { kind: 'offline' });
    expect(judgeEffort(store, offline, { reports: [report], verdicts: 9 }, PRICES)).toMatchObject({
      cost: { calls: 0, per1000: { amount: 0, basis: 'measured' } },
      speed: null,
    });
  });
});
