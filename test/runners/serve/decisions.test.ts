/** `POST /v1/decisions` and `/v1/systemone`: any judge behind the formats of decision models. */
import { describe, expect, it } from 'vitest';
import { createDecisionJudge } from '../../../judge/decision/decision-judge.ts';
import { type DecisionFormat, type DecisionQuestion, decisionBody } from '../../../judge/decision/wire.ts';
import { Limit } from '../../../judge/model/limit.ts';
import { UNLIMITED } from '../../model-budget.ts';
import { REPORT, rewardServer, type Says } from './reward-server.ts';

const choices = (...values: string[]) => values.map((value) => ({ value, description: `It is ${value}.` }));
/** Of the test's judge, which is sure at .9: credit .925 where it says satisfied (.9 + .05 / 2), .5 in part, .075 where not. */
const [YES, PARTLY, NO] = [0.925, 0.5, 0.075];

describe('POST /v1/decisions', () => {
  it('answers predicates, choices and scores in their order, with probabilities', async () => {
    const server = rewardServer({
      says: (criterion) => (/is: (blue|high)/.test(criterion) || /sky/.test(criterion) ? 'satisfied' : 'unsatisfied'),
    });
    const { status, json } = await server.post('/v1/decisions', {
      model: 'any',
      input: [{ role: 'user', content: [{ type: 'input_text', text: REPORT }] }],
      questions: [
        { type: 'predicate', name: 'p', instructions: 'It is about the sky.' },
        { type: 'choice', instructions: 'Which colour?', choices: choices('red', 'blue') },
        { type: 'score', name: 's', instructions: 'How well?', levels: [{ label: 'low' }, { label: 'middle' }, { label: 'high' }] },
      ],
    });
    expect(status).toBe(200);
    expect(json.model).toBe('j');
    const [predicate, choice, score] = json.answers;
    expect(predicate).toEqual({ type: 'predicate', name: 'p', probability: expect.closeTo(YES) });
    expect(choice).toMatchObject({ type: 'choice', name: null, choice: 'blue', confidence: expect.closeTo((YES - NO) / (YES + NO)) });
    expect(choice.probabilities).toEqual([
      { value: 'red', probability: expect.closeTo(NO / (YES + NO)) },
      { value: 'blue', probability: expect.closeTo(YES / (YES + NO)) },
    ]);
    expect(score).toMatchObject({ type: 'score', name: 's', probabilities: [{ value: 0, label: 'low' }, {}, { value: 2, label: 'high' }] });
    expect(score.score).toBeCloseTo((NO + 2 * YES) / (YES + 2 * NO));
    // Six criteria were asked.
    expect(json.usage).toMatchObject({ input_tokens: 600, output_tokens: 60, total_tokens: 660 });
  });

  it('refuses a question whose criterion has no verdict, and no other; a failed judge is an error', async () => {
    const says: Says = (criterion) => (/bad/.test(criterion) ? { error: 'no' } : 'partial');
    const ask = (...instructions: string[]) =>
      rewardServer({ says, late: true }).post('/v1/decisions', {
        model: 'm',
        input: REPORT,
        questions: instructions.map((words) => ({ type: 'predicate', instructions: words })),
      });
    expect((await ask('good', 'bad')).json.answers).toEqual([
      { type: 'predicate', name: null, probability: expect.closeTo(PARTLY) },
      { type: 'refusal', name: null },
    ]);
    expect((await ask('bad')).status).toBe(503);
  });

  it('refuses to say anything of a text that holds nothing, and asks nobody', async () => {
    const server = rewardServer();
    const { json } = await server.post('/v1/decisions', {
      model: 'm',
      input: ':',
      questions: [{ type: 'predicate', name: 'p', instructions: 'x' }],
    });
    expect([json.answers, server.asked]).toEqual([[{ type: 'refusal', name: 'p' }], []]);
  });

  it.each([
    [{ input: REPORT, questions: [] }, 'questions'],
    [{ input: REPORT, questions: [{ type: 'choice', instructions: 'x', choices: choices('one') }] }, 'questions[0].choices'],
    [
      {
        input: [{ role: 'user', content: [{ type: 'input_image', image_url: 'data:' }] }],
        questions: [{ type: 'predicate', instructions: 'x' }],
      },
      'input',
    ],
  ])('refuses %j in one line', async (body, says) => {
    const { status, json } = await rewardServer().post('/v1/decisions', body);
    expect([status, json.error.message]).toEqual([400, expect.stringContaining(says)]);
  });
});

describe('POST /v1/systemone', () => {
  it('answers by name', async () => {
    const server = rewardServer({ says: (criterion) => (/is: blue|level b/.test(criterion) ? 'satisfied' : 'unsatisfied') });
    const { json } = await server.post('/v1/systemone', {
      model: 'm',
      state: { text: REPORT },
      questions: {
        yes: { type: 'noul', instructions: 'Is it?', criteria: { true: 'level b' } },
        which: { type: 'choice', instructions: 'Which?', criteria: { red: null, blue: 'as the sky' } },
        how: { type: 'score', instructions: 'How?', criteria: ['level a', 'level b'] },
      },
    });
    expect(json.answers).toEqual({
      yes: { type: 'noul', noul: expect.closeTo(YES) },
      which: {
        type: 'choice',
        choice: 'blue',
        probabilities: { red: expect.closeTo(NO / (YES + NO)), blue: expect.closeTo(YES / (YES + NO)) },
        confidence: expect.closeTo((YES - NO) / (YES + NO)),
      },
      how: {
        type: 'score',
        score: expect.closeTo(YES / (YES + NO)),
        probabilities: { 0: expect.closeTo(NO / (YES + NO)), 1: expect.closeTo(YES / (YES + NO)) },
        legend: { 0: 'level a', 1: 'level b' },
        confidence: expect.closeTo((YES - NO) / (YES + NO)),
      },
    });
  });
});

describe.each(['decisions', 'systemone'] as const)("gavel's own decision judge on a served judge, by %s", (format: DecisionFormat) => {
  it('is told what the served judge says of report and criterion', async () => {
    const heard: [string, string][] = [];
    const server = rewardServer({
      says(criterion, report) {
        heard.push([criterion, report]);
        return criterion.startsWith('Claims') ? 'partial' : 'satisfied';
      },
    });
    const judge = createDecisionJudge(
      { name: 'client', model: 'm', format },
      {
        async complete({ opening, user }) {
          const asked = JSON.parse(user) as DecisionQuestion[];
          const { json } = await server.post(`/v1/${format}`, decisionBody(format, 'm', opening?.text ?? '', asked));
          return { text: JSON.stringify(json), finish: 'stop', usage: undefined };
        },
        limit: new Limit(4),
        budget: UNLIMITED,
        sleep: async () => {},
        random: () => 0,
        onRetry: () => {},
      },
    );
    const rubric = [
      { id: 'a', criterion: 'Names the sun.', weight: 3 },
      { id: 'b', criterion: 'Claims that it is cold.', weight: -2 },
    ];
    const labels: string[] = [];
    await judge.judge(
      { query: 'Why?', report: REPORT, rubric, owed: rubric.map(({ id }) => ({ criterion: id, trial: 1 })) },
      async ({ answers }) => void labels.push(...answers.map(({ answer }) => `${answer.label} ${answer.confidence}`)),
      new AbortController().signal,
    );
    expect(labels).toEqual(['satisfied 0.9', 'partial 0.9']);
    expect(heard).toEqual([
      ['Names the sun.', REPORT],
      ['Claims that it is cold.', REPORT],
    ]);
  });
});
