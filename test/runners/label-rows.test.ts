/** Labels by a panel, arbiters and people: who decides what, what a failing judge leaves open, and that nothing is paid for twice. */
import { beforeEach, describe, expect, it } from 'vitest';
import { dataCard, dataCardText } from '../../reports/data-card.ts';
import { modelSchema } from '../../runners/judges/model.ts';
import { type LabelRequest, labelRows } from '../../runners/label-rows.ts';
import { Store } from '../../runners/store/store.ts';
import { labelLine } from '../../runners/training/label-row.ts';
import { testFolder } from '../benchmarks/folder.ts';
import { completion, type MockEndpoint, startMock, verdict } from '../mock-endpoint.ts';
import { lines } from './exchange/verdict-files.ts';
import { LONG } from './work.ts';

const folder = testFolder();
const around = { env: {}, onNotice: () => {} };

/** What the judges say to "Says c1" to "Says c4": of one mind, two against one, a flaw all see, and one that people label. */
const SAY = {
  one: ['satisfied', 'satisfied', 'present', 'partial'],
  two: ['satisfied', 'partial', 'present', 'partial'],
  three: ['satisfied', 'satisfied', 'present', 'partial'],
  arbiter: ['', 'partial', '', ''],
} as const;
type Name = keyof typeof SAY;

const row = (n: number, more: object = {}) => ({
  query: 'Q?',
  report: `${LONG} On it.`,
  criterion: `Says c${n}`,
  weight: n === 3 ? -1 : 2,
  ...more,
});
const ROWS = [row(1), row(2), row(3), row(4, { label: 'unsatisfied', source: 'my notes' })];

let store: Store;
let mocks: Record<Name, MockEndpoint>;
const asked = () => Object.values(mocks).reduce((sum, { asks }) => sum + asks.length, 0);

beforeEach(async () => {
  store = new Store(':memory:', { mode: 'write' });
  const names = Object.keys(SAY) as Name[];
  const script = (name: Name) =>
    startMock(({ criterion }) => {
      const label = SAY[name][Number(/^Says c(\d)/.exec(criterion)?.[1]) - 1] ?? '';
      return completion(JSON.stringify({ reason: `${name} says ${label}.`, quotes: ['On it.', 'not there'], label, confidence: 0.7 }));
    });
  mocks = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await script(name)]))) as Record<Name, MockEndpoint>;
});

const judge = (name: Name) => modelSchema.parse({ kind: 'model', model: name, url: mocks[name].url, timeoutSeconds: 5 });

function label(rows: readonly object[], more: Partial<LabelRequest> = {}) {
  const request: LabelRequest = {
    of: { files: [folder.write('rows.jsonl', lines(rows))] },
    judges: [judge('one'), judge('two'), judge('three')],
    arbiters: [judge('arbiter')],
    skipLabelled: false,
    concurrency: 4,
    budget: {},
    ...more,
  };
  return labelRows(store, request, around);
}

const byCriterion = ({ labelled }: Awaited<ReturnType<typeof label>>) =>
  Object.fromEntries(labelled.map(({ criterion, label, source }) => [criterion, `${label} by ${source}`]));

describe('labelRows', () => {
  it('keeps what people say, takes what the panel is of one mind about, and leaves the rest to arbiters', async () => {
    const outcome = await label(ROWS);
    expect(byCriterion(outcome)).toEqual({
      'Says c1': 'satisfied by panel',
      'Says c2': 'partial by arbiter',
      'Says c3': 'satisfied by panel',
      'Says c4': 'unsatisfied by people',
    });
    const [, disputed, , ours] = outcome.labelled;
    expect(disputed).toMatchObject({ reason: 'arbiter says partial.', quotes: ['On it.'], confidence: 0.5 });
    expect(disputed?.votes?.map(({ judge, label }) => `${judge} ${label}`)).toEqual([
      'one satisfied',
      'two partial',
      'three satisfied',
      'arbiter partial',
    ]);
    // Nobody explained this label, so nobody's words stand beside it.
    expect(ours).toMatchObject({ confidence: 0, from: 'my notes' });
    expect(ours).not.toHaveProperty('reason');
  });

  it('asks about twins where that is wanted, and what they say changes no label that holds by construction', async () => {
    const twin = row(1, { label: 'unsatisfied', source: 'twin', confidence: 1, pair: 'p', change: 'number' });
    const plain = await label([twin]);
    expect([asked(), plain.labelled[0]?.votes]).toEqual([0, undefined]);
    const { labelled } = await label([twin], { askTwins: true });
    expect(labelled).toMatchObject([{ label: 'unsatisfied', source: 'twin', confidence: 1, votes: [{ label: 'satisfied' }, {}, {}] }]);
  });

  it('shows an arbiter the reasons and labels of the judges, and nothing of who they are', async () => {
    await label(ROWS);
    expect(mocks.arbiter.asks).toHaveLength(1);
    const { criterion } = mocks.arbiter.asks[0] ?? { criterion: '' };
    expect(criterion).toMatch(/^Says c2\n\n/);
    expect(criterion).toContain('Judge 1: "partial". two says partial.\n\nJudge 2: "satisfied". one says satisfied.');
    expect(criterion).toMatch(/~~~ [0-9a-f]{16}\nJudge 1[\s\S]*\n~~~ [0-9a-f]{16}$/);
  });

  it('asks nothing again, and gives the same lines', async () => {
    const first = await label(ROWS);
    const calls = asked();
    const again = await label(ROWS);
    expect(asked()).toBe(calls);
    expect(again.labelled.map(labelLine)).toEqual(first.labelled.map(labelLine));
  });

  it('gives no label where a judge fails, and asks only that judge the next time', async () => {
    mocks.two.script = () => completion('I cannot say.');
    const outcome = await label([row(1)]);
    expect(outcome.labelled).toEqual([]);
    expect(outcome.undecided).toMatchObject([{ why: 'unscored', row: { votes: [{ judge: 'one' }, { judge: 'three' }] } }]);
    expect(mocks.arbiter.asks).toEqual([]);
    const before = mocks.one.asks.length;
    mocks.two.script = () => verdict('satisfied');
    expect(byCriterion(await label([row(1)]))).toEqual({ 'Says c1': 'satisfied by panel' });
    expect(mocks.one.asks.length).toBe(before);
  });

  it('leaves what judges differ about without a label where no arbiter is given, or arbiters differ', async () => {
    expect((await label([row(2)], { arbiters: [] })).undecided).toMatchObject([{ why: 'disputed' }]);
    expect((await label([row(2)], { arbiters: [judge('arbiter'), judge('one')] })).undecided).toMatchObject([{ why: 'split' }]);
  });

  it('keeps to a budget over commands, and says what is owed', async () => {
    const budget = { calls: 4 };
    const outcome = await label(ROWS, { budget });
    expect(asked()).toBe(4);
    expect(outcome.stoppedBy).toMatchObject({ kind: 'budget' });
    expect(outcome.undecided.every(({ why }) => why === 'owed')).toBe(true);
    await label(ROWS, { budget });
    expect(asked()).toBe(4);
  });

  it('needs no judge where all rows have a label, and says where they have none', async () => {
    const outcome = await label([row(1, { label: 'partial' })], { judges: [], arbiters: [] });
    expect(byCriterion(outcome)).toEqual({ 'Says c1': 'partial by people' });
    await expect(label(ROWS, { judges: [], arbiters: [] })).rejects.toThrow('3 of 4 rows have no label');
  });

  it('takes the label of most people, and leaves out a row that they label differently', async () => {
    const rows = [
      ...['partial', 'satisfied', 'partial'].map((label) => row(1, { label })),
      ...['partial', 'satisfied'].map((label) => row(2, { label })),
    ];
    const outcome = await label(rows, { skipLabelled: true });
    expect(byCriterion(outcome)).toEqual({ 'Says c1': 'partial by people' });
    expect(outcome.dropped).toMatchObject({ repeated: 3, peopleDiffer: 1 });
    expect(asked()).toBe(0);
  });

  it('refuses an arbiter that cannot read, arbiters without a panel, and a judge given twice', async () => {
    await expect(label(ROWS, { arbiters: [{ kind: 'offline', trials: 1 }] })).rejects.toThrow('an arbiter reads reasons');
    await expect(label(ROWS, { judges: [judge('one')] })).rejects.toThrow('two or more judges');
    await expect(label(ROWS, { judges: [judge('one'), judge('one')] })).rejects.toThrow('the judge "one" is given twice');
  });
});

describe('dataCard', () => {
  it('counts by label and kind, and says how far the panel agrees with itself and with people', async () => {
    const card = dataCard(
      await label([...ROWS, row(5, { label: 'partial', licence: 'CC BY 4.0' })], { judges: [judge('one'), judge('two')] }),
      1,
    );
    expect(card).toMatchObject({
      rows: 5,
      labels: { satisfied: 2, partial: 2, unsatisfied: 1 },
      balance: {
        sign: { negative: { satisfied: 1 }, positive: { satisfied: 1, partial: 2, unsatisfied: 1 } },
        source: { panel: { satisfied: 2 } },
      },
      panel: { unanimousRight: { n: 1, accuracy: { value: 0 } } },
      arbiters: { decided: 1, differed: 0 },
    });
    expect(card.panel?.pairs).toMatchObject([{ a: 'one', b: 'two', n: 4, same: { value: 0.75 } }]);
    expect(card.sources).toContainEqual({ from: 'not stated', licence: 'CC BY 4.0', rows: 1 });
    expect(dataCardText(card)).toContain('All answered 4 rows and were of one mind about 3 (75.0%).');
  });
});
