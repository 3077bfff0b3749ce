import { describe, expect, it } from 'vitest';
import { decisionBody, decisionUsage, readDecision } from '../../../judge/decision/wire.ts';

const QUESTIONS = ['q1', 'q2'].map((name) => ({
  name,
  instructions: `Is ${name} met?`,
  choices: [
    { value: 'yes', description: 'It is.' },
    { value: 'no', description: 'It is not.' },
  ],
}));
const chosen = (choice: string, yes: number, more: object = {}) => ({
  type: 'choice',
  choice,
  probabilities: [
    { value: 'yes', probability: yes },
    { value: 'no', probability: 1 - yes },
  ],
  confidence: 0.1,
  ...more,
});
const list = (...answers: unknown[]) => readDecision('decisions', JSON.stringify({ model: 'm', answers }), QUESTIONS);

describe('decisionBody', () => {
  it('asks in the words of each format', () => {
    expect(decisionBody('decisions', 'm', 'text', QUESTIONS)).toMatchObject({
      model: 'm',
      input: 'text',
      questions: [{ type: 'choice', name: 'q1', choices: [{ value: 'yes', description: 'It is.' }, { value: 'no' }] }, { name: 'q2' }],
    });
    expect(decisionBody('systemone', 'm', 'text', QUESTIONS)).toEqual({
      model: 'm',
      state: 'text',
      questions: {
        q1: { type: 'choice', instructions: 'Is q1 met?', criteria: { yes: 'It is.', no: 'It is not.' } },
        q2: { type: 'choice', instructions: 'Is q2 met?', criteria: { yes: 'It is.', no: 'It is not.' } },
      },
    });
  });
});

describe('readDecision', () => {
  it('reads choices with their probabilities, and refusals apart', () => {
    expect(list(chosen('yes', 0.75, { name: 'q1' }), { type: 'refusal', name: 'q2' })).toEqual([
      { choice: 'yes', probabilities: new Map(Object.entries({ yes: 0.75, no: 0.25 })) },
      { refused: true },
    ]);
  });

  it('reads the map of the other format, in the order of the questions', () => {
    const answers = { q2: { type: 'choice', choice: 'no', probabilities: { yes: 0.5, no: 0.5 } }, q1: { type: 'choice', choice: 'yes' } };
    expect(readDecision('systemone', JSON.stringify({ answers }), QUESTIONS)).toEqual([
      { choice: 'yes' },
      { choice: 'no', probabilities: new Map(Object.entries({ yes: 0.5, no: 0.5 })) },
    ]);
  });

  it.each([
    ['a word off the menu', chosen('maybe', 0.5), 'is none of them'],
    ['a choice that is not the most probable', chosen('no', 0.75), 'another is more probable'],
    ['probabilities of one value alone', { ...chosen('yes', 1), probabilities: { yes: 1 } }, 'other values'],
    ['probabilities that are none together', { ...chosen('yes', 1), probabilities: { yes: 0.9, no: 0.9 } }, 'add up to 1.800'],
    ['another kind of answer', { type: 'predicate', probability: 0.9 }, 'expected {type: "choice"'],
  ])('takes %s for no answer to that question alone', (_, bad, fault) => {
    const [first, second] = list(bad, chosen('yes', 0.9));
    expect(first).toMatchObject({ fault: expect.stringContaining(fault) });
    expect(second).toMatchObject({ choice: 'yes' });
  });

  it.each([
    ['{"answers": [', 'not JSON'],
    ['{"choices": []}', 'expected {answers'],
    [JSON.stringify({ answers: [chosen('yes', 0.9)] }), '1 answers to 2 questions'],
    [JSON.stringify({ answers: [chosen('yes', 0.9, { name: 'q2' }), chosen('yes', 0.9, { name: 'q1' })] }), 'another question'],
    [JSON.stringify({ answers: [{ type: 'score' }, { type: 'score' }] }), 'expected {type: "choice"'],
  ])('takes %j for no answer at all', (body, message) => {
    expect(() => readDecision('decisions', body, QUESTIONS)).toThrow(message);
  });
});

describe('decisionUsage', () => {
  it('counts cached tokens once, and nothing that is not said', () => {
    const usage = { input_tokens: 100, input_tokens_details: { cached_tokens: 60, cache_write_tokens: 10 }, output_tokens: 0 };
    expect(decisionUsage({ usage })).toMatchObject({ inputTokens: 30, cachedInputTokens: 60, cacheWriteTokens: 10, outputTokens: 0 });
    expect(decisionUsage({ usage: { prompt_tokens: 3 } })).toBeUndefined();
  });
});
