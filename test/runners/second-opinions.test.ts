import { expect, test } from 'vitest';
import { type Task, taskSchema } from '../../benchmarks/task.ts';
import { modelSchema } from '../../runners/judges/model.ts';
import { secondOpinions } from '../../runners/second-opinions.ts';
import { completion, type Scripted, serveEndpoint } from '../endpoint-server.ts';

const task = (id: string, ...criteria: string[]): Task =>
  taskSchema.parse({
    id,
    query: 'Which of the two is older?',
    language: 'en',
    domain: 'history',
    ...(criteria.length > 0 && { rubric: criteria.map((criterion, i) => ({ id: `c${i + 1}`, criterion, weight: 5 })) }),
  });
const opinion = (criterion: string) => ({ criterion, principle: 'atomic', problem: 'It asks for two things.', mend: 'Split it.' });
const answer = (opinions: object[], usage?: object): Scripted =>
  completion(JSON.stringify({ opinions }), usage === undefined ? {} : { usage });
const USAGE = { prompt_tokens: 100, completion_tokens: 10 };

async function asked(script: Parameters<typeof serveEndpoint>[0], tasks: readonly Task[], aborting = new AbortController().signal) {
  const { url, requests } = await serveEndpoint(script);
  const deps = { env: {}, concurrency: 1, onNotice: () => {}, aborting };
  return { found: secondOpinions(tasks, modelSchema.parse({ kind: 'model', model: 'm', url }), deps), requests };
}

test('a rubric is asked about once, with its criteria by number; a task without one is left out', async () => {
  const { found, requests } = await asked(answer([opinion('2')], USAGE), [
    task('a', 'Names both.', 'Dates both and names a source.'),
    task('b'),
  ]);
  expect(await found).toEqual({
    model: 'm',
    tasks: [{ task: 'a', opinions: [{ ...opinion('2'), criterion: 'c2' }] }],
    calls: 1,
    tokens: 110,
    interrupted: false,
  });
  expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
});

test('tokens of which one call does not tell are unknown, and a task whose replies are none is named with the reason', async () => {
  const script = ({ body }: { body: { messages: readonly { content: string }[] } }) =>
    body.messages.some(({ content }) => content.includes('Names both.')) ? answer([]) : completion('no', { usage: USAGE });
  const { found } = await asked(script, [task('a', 'Names both.'), task('b', 'Dates both.')]);
  expect(await found).toMatchObject({
    tokens: null,
    tasks: [
      { task: 'a', opinions: [] },
      { task: 'b', opinions: [], unscored: expect.stringContaining('no JSON object') },
    ],
  });
});

test('what is in flight is broken off by the signal, and the rest is not asked', async () => {
  const ended = new AbortController();
  const { found, requests } = await asked(
    () => {
      ended.abort();
      return { how: 'stall' };
    },
    [task('a', 'Names both.'), task('b', 'Dates both.')],
    ended.signal,
  );
  expect(await found).toMatchObject({ tasks: [], interrupted: true });
  expect(requests).toHaveLength(1);
});
