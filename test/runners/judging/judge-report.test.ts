/** Judging a report through the store, by callers that know neither task nor benchmark nor each other. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { ChecklistJudge } from '../../../judge/checklist/judge.ts';
import { type Rubric, rubricSchema } from '../../../judge/checklist/rubric.ts';
import { Stopped } from '../../../judge/model/ask.ts';
import { judgeReport } from '../../../runners/judging/judge-report.ts';
import { noteOtherEndpoints, noteOtherModels } from '../../../runners/judging/paid-work.ts';
import { Stop } from '../../../runners/judging/stop.ts';
import { answerersOf, endpointsOf, storeEndpoint } from '../../../runners/store/calls.ts';
import { storeJudge } from '../../../runners/store/judges.ts';
import { Store } from '../../../runners/store/store.ts';
import { count, LONG } from '../work.ts';

let store: Store;
let asked: string[];
/** Held back until a test lets it go. */
let answer: Promise<void>;

beforeEach(() => {
  store = new Store(':memory:', { mode: 'write' });
  asked = [];
  answer = Promise.resolve();
});

/** Satisfied by everything but what says "odd", of which it has no opinion. */
const judge: ChecklistJudge = {
  name: 'j',
  identity: { kind: 'model', name: 'j' },
  async judge({ rubric, owed }, sink, signal) {
    const words = new Map(rubric.map(({ id, criterion }) => [id, criterion]));
    asked.push(...owed.map(({ criterion, trial }) => `${words.get(criterion)} ${trial}`));
    await answer;
    signal.throwIfAborted();
    for (const question of owed) {
      const odd = words.get(question.criterion)?.includes('odd') === true;
      await sink({
        answers: odd ? [] : [{ question, answer: { label: 'satisfied', reason: 'It says so.', quotes: [] } }],
        unscored: odd ? [{ question, error: 'no valid reply' }] : [],
        call: { usage: undefined },
      });
    }
  },
};

const rubricOf = (...criteria: string[]): Rubric => rubricSchema.parse(criteria.map((criterion) => ({ criterion, weight: 1 })));

function ask(rubric: Rubric, { stop = new Stop(), trials = 1, report = LONG, endpoint = 'http://a.test/v1' } = {}) {
  const id = store.transaction(() => storeJudge(store, judge));
  return judgeReport(
    { query: 'Why?', report, rubric },
    { store, stop, judge: { checklist: judge, id, trials, endpoint }, now: () => '2026-01-01T00:00:00.000Z' },
  );
}

describe('a report judged through the store', () => {
  it('needs no task: verdicts come back with their words, and are stored', async () => {
    const { answers, ...counts } = await ask(rubricOf('Says a.', 'Says b.'), { trials: 2 });
    expect(answers.map(({ question, answer }) => [question.criterion, question.trial, answer.label, answer.reason])).toEqual(
      [1, 2].flatMap((trial) => ['c01', 'c02'].map((criterion) => [criterion, trial, 'satisfied', 'It says so.'])),
    );
    expect(counts).toEqual({ unscored: [], judged: 4, cached: 0 });
    expect([count(store, 'verdict'), count(store, 'task')]).toEqual([4, 0]);
  });

  it('costs nothing the second time, and only what is new where the rubric has grown', async () => {
    await ask(rubricOf('Says a.'));
    expect(await ask(rubricOf('Says a.'))).toMatchObject({ judged: 0, cached: 1 });
    expect(await ask(rubricOf('Says a.', 'Says b.'))).toMatchObject({ judged: 1, cached: 1 });
    expect(asked).toEqual(['Says a. 1', 'Says b. 1']);
  });

  it('is asked about again where a criterion has other words, or the report', async () => {
    await ask(rubricOf('Says a.'));
    await ask(rubricOf('Says a in full.'));
    await ask(rubricOf('Says a.'), { report: `${LONG} And more.` });
    expect(asked).toEqual(['Says a. 1', 'Says a in full. 1', 'Says a. 1']);
  });

  it('is paid for once by callers at the same time, whose rubrics overlap', async () => {
    let open = () => {};
    answer = new Promise((resolve) => {
      open = resolve;
    });
    const both = [ask(rubricOf('Says a.', 'Says b.')), ask(rubricOf('Says b.', 'Says c.'))];
    open();
    const [first, second] = await Promise.all(both);
    expect(asked).toEqual(['Says a. 1', 'Says b. 1', 'Says c. 1']);
    expect([first?.judged, first?.cached, second?.judged, second?.cached]).toEqual([2, 0, 1, 1]);
    expect(second?.answers).toHaveLength(2);
  });

  it('is unscored for everybody who asked where the judge gave no answer', async () => {
    const unscored = [{ question: { criterion: 'c01', trial: 1 }, error: 'no valid reply' }];
    const both = await Promise.all([ask(rubricOf('Says odd.')), ask(rubricOf('Says odd.'))]);
    for (const judged of both) expect(judged).toMatchObject({ judged: 0, cached: 0, unscored });
    expect(asked).toEqual(['Says odd. 1']);
  });

  it('is asked for by the next where the first caller gave up', async () => {
    let open = () => {};
    answer = new Promise((resolve) => {
      open = resolve;
    });
    const stop = new Stop();
    const [first, second] = [ask(rubricOf('Says a.'), { stop }), ask(rubricOf('Says a.'))];
    stop.abort();
    open();
    await expect(first).rejects.toThrow(Stopped);
    expect(await second).toMatchObject({ judged: 1, cached: 0 });
    expect(asked).toEqual(['Says a. 1', 'Says a. 1']);
  });
});

it('keeps where calls went, and says of a judge that is reached elsewhere now that its word is reused', async () => {
  await ask(rubricOf('Says a.'));
  const id = store.transaction(() => storeJudge(store, judge));
  const said = (endpoint: string) => {
    const lines: string[] = [];
    noteOtherEndpoints(store, [{ id, name: 'j', endpoint }], (line) => lines.push(line));
    return lines;
  };
  expect(said('http://a.test/v1')).toEqual([]);
  expect(said('http://b.test/v1')).toEqual([
    expect.stringMatching(/^judge "j" was asked at http:\/\/a\.test\/v1 before, and is asked at http:\/\/b\.test\/v1 now: .*--fresh/),
  ]);
  // What is reused is no call: only what is asked is kept with its address.
  await ask(rubricOf('Says a.'), { endpoint: 'http://b.test/v1' });
  expect(endpointsOf(store, id)).toEqual(['http://a.test/v1']);
  await ask(rubricOf('Says b.'), { endpoint: 'http://b.test/v1' });
  expect(endpointsOf(store, id)).toEqual(['http://a.test/v1', 'http://b.test/v1']);
});

it('keeps who answered, and says of a judge that several models answered for; a snapshot is the same model', () => {
  const id = store.transaction(() => storeJudge(store, judge));
  const said = () => {
    const lines: string[] = [];
    noteOtherModels(store, [{ id, name: 'j' }], (line) => lines.push(line));
    return lines;
  };
  const answered = (model: string | undefined, at: string) => storeEndpoint(store, id, { url: 'http://a.test/v1', model }, () => at);
  answered('m-2025-08-07', '1');
  answered('m', '2');
  answered(undefined, '3');
  expect([answerersOf(store, id), said()]).toEqual([['m-2025-08-07', 'm'], []]);
  answered('tiny', '4');
  expect(said()).toEqual([expect.stringMatching(/^judge "j" was answered by several models, "m-2025-08-07", "tiny": .*revision/)]);
});
