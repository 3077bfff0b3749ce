import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readResults } from '../../../../runners/agents/results/read-results.ts';
import { createResultsAgent, resultsSchema } from '../../../../runners/agents/results.ts';
import { importResults } from '../../../../runners/import-results.ts';
import { Store } from '../../../../runners/store/store.ts';
import { latestAttempt, reportText } from '../../../../runners/store/trials.ts';
import { taskOf } from '../../work.ts';
import { NEVER, temporaryFolder } from '../fixtures.ts';

const QUERY = 'Which is higher,  A or B?\n';

const FILES = {
  'step.json': {
    task_id: 'a',
    prompt: QUERY,
    output: { status: 'completed', final_answer: '<answer>\n# Report\n</answer>', error: null },
    metadata: { duration_seconds: 12.5 },
    trace: { event_count: 1, events: [{ type: 'search' }] },
  },
  'odr.jsonl': { id: 57, prompt: QUERY, article: '# Report' },
  'run_1.json': {
    query_id: 'a',
    status: 'completed',
    metadata: { model: 'm-1' },
    tool_call_counts: { search: 3, get_document: 1 },
    usage: { input_tokens: 100, input_tokens_cached: 40, output_tokens: 50, included_reasoning_tokens: 20, total_tokens: 150 },
    retrieved_docids: ['1'],
    result: [
      { type: 'reasoning', tool_name: null, arguments: null, output: ['hm'] },
      { type: 'tool_call', tool_name: 'search', arguments: '{"query":"a"}', output: '[...]' },
      { type: 'output_text', tool_name: null, arguments: null, output: '# Report' },
    ],
  },
  'evalscope.jsonl': {
    index: 0,
    target: '',
    messages: [
      { role: 'user', content: QUERY },
      { role: 'assistant', content: '# Report' },
    ],
    sample_score: {
      score: { value: { acc: 1 }, prediction: '# Report', extracted_prediction: '# Report' },
      sample_id: 0,
      generation_index: 0,
      sample_metadata: { sample_id: 'a' },
    },
  },
  'predictions.jsonl': {
    index: 0,
    model: 'm-1',
    model_output: { choices: [{ message: { role: 'assistant', content: [{ type: 'text', text: '# Report' }] } }] },
    messages: [{ role: 'user', content: QUERY }],
    metadata: { sample_id: 'a' },
  },
  'inspect.json': {
    version: 2,
    eval: { model: 'openai/m-1', task: 't' },
    samples: [
      {
        id: 'a',
        epoch: 1,
        input: QUERY,
        target: '',
        messages: [
          { role: 'user', content: QUERY },
          { role: 'assistant', content: 'hm' },
          { role: 'assistant', content: '# Report' },
        ],
        output: {
          model: 'm-1',
          choices: [{ message: { role: 'assistant', content: '# Report' }, stop_reason: 'stop' }],
          completion: '# Report',
        },
        model_usage: {
          'openai/m-1': { input_tokens: 60, output_tokens: 50, total_tokens: 150, input_tokens_cache_read: 40, reasoning_tokens: 20 },
        },
        total_time: 3.5,
      },
      { id: 'b', epoch: 2, input: 'Other?', target: '', output: {}, error: { message: 'connection lost' } },
    ],
  },
} as const;

async function written(name: keyof typeof FILES): Promise<string> {
  const file = join(await temporaryFolder(), name);
  writeFileSync(file, `${JSON.stringify(FILES[name])}\n`);
  return file;
}

test.each(Object.keys(FILES) as (keyof typeof FILES)[])('%s is read by what is in it, by the agent and by import', async (name) => {
  const file = await written(name);
  const agent = createResultsAgent(resultsSchema.parse({ kind: 'results', name: 'theirs', path: file }), { baseDir: '/' });
  await agent.check?.();
  const task = { ...taskOf('a'), query: 'Which is higher, A or B?' };
  const reply = await agent.attempt({ id: 'a', query: task.query, language: 'en' }, 1, NEVER, NEVER);
  expect(reply?.report.trim()).toBe('# Report');
  expect(await agent.attempt({ id: 'z', query: 'Something else?', language: 'en' }, 1, NEVER, NEVER)).toBeUndefined();

  const store = new Store(':memory:', { mode: 'write' });
  const set = { name: 'bench', tasks: [task] };
  const options = { file, benchmarks: { given: [set], open: async () => set }, agent: 'theirs', sweep: 's', at: '2026-01-01T00:00:00Z' };
  expect(await importResults(store, options)).toMatchObject({ reports: 1, agents: 1, foreign: name === 'inspect.json' ? 1 : 0 });
  expect(await importResults(store, options)).toMatchObject({ reports: 0, known: 1 });
  expect(reportText(store, latestAttempt(store, 1, 1, 1)?.reportId ?? 0)?.trim()).toBe('# Report');
  store.close();
});

test('tokens are counted in disjoint buckets, whatever a harness counts inside what', async () => {
  const disjoint = { inputTokens: 60, cachedInputTokens: 40, outputTokens: 30, reasoningTokens: 20 };
  const replies = [];
  for (const name of ['run_1.json', 'inspect.json'] as const)
    for await (const { reply } of readResults(await written(name))) replies.push(reply?.usage);
  expect(replies[0]).toEqual({ ...disjoint, toolCalls: 4 });
  expect(replies[1]).toMatchObject(disjoint);
});

test('a failed attempt is one, an interrupted one is owed, and a text at a limit is a report', async () => {
  const folder = await temporaryFolder();
  mkdirSync(join(folder, 'runs'));
  const write = (name: string, value: unknown) => writeFileSync(join(folder, 'runs', name), JSON.stringify(value));
  write('1.json', { ...FILES['step.json'], output: { status: 'failed', final_answer: null, error: 'out of turns' } });
  write('2.json', { ...FILES['run_1.json'], status: 'incomplete' });
  write('3.json', { ...FILES['run_1.json'], query_id: 'c', result: [] });
  write('4.json', FILES['inspect.json']);
  const results = [];
  for await (const { where: _, reply, failure, ...about } of readResults(folder))
    results.push({ ...about, failed: failure, atLimit: reply?.atLimit });
  expect(results).toMatchObject([
    { task: 'a', failed: { status: 'failed', message: expect.stringContaining('out of turns') } },
    { task: 'a', atLimit: true },
    { task: 'c', failed: { status: 'failed' } },
    { task: 'a', repeat: 1 },
    { task: 'b', repeat: 2, failed: { status: 'interrupted', message: 'connection lost' } },
  ]);
});

test('of a folder, files that hold no result are left out and named; alone, or all of them, they are refused', async () => {
  const folder = await temporaryFolder();
  const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  write('eval_summary.json', { accuracy: 0.5, per_query_metrics: [{ query_id: 'a', correct: true }] });
  const leftOut: string[] = [];
  const all = async (path: string) => {
    const tasks = [];
    for await (const { task } of readResults(path, undefined, (file) => leftOut.push(file))) tasks.push(task);
    return tasks;
  };
  await expect(all(folder)).rejects.toThrow(/eval_summary\.json: a result of .* is expected/);
  await expect(all(join(folder, 'eval_summary.json'))).rejects.toThrow(/eval_summary\.json: a result of .* is expected/);
  write('run_1.json', FILES['run_1.json']);
  leftOut.length = 0;
  expect(await all(folder)).toEqual(['a']);
  expect(leftOut).toEqual(['eval_summary.json']);
  const told: string[] = [];
  const agent = createResultsAgent(resultsSchema.parse({ kind: 'results', name: 'r', path: folder }), {
    baseDir: folder,
    onNotice: (line) => told.push(line),
  });
  await agent.check?.();
  await agent.check?.();
  expect(told).toEqual(['r: left out, as no result of another harness is in it: eval_summary.json']);
  // Beside results of its own file, what is none is no summary.
  write('more.json', [{ accuracy: 1 }, FILES['run_1.json']]);
  await expect(all(folder)).rejects.toThrow(/more\.json\[0\]: a result of .* is expected/);
});

test('a file of no known shape, or of another than was said, is named', async () => {
  const folder = await temporaryFolder();
  writeFileSync(join(folder, 'x.jsonl'), `${JSON.stringify(FILES['odr.jsonl'])}\n{"answer": 1}\n`);
  const all = async (only?: string) => {
    for await (const _ of readResults(folder, only));
  };
  await expect(all()).rejects.toThrow(/x\.jsonl:2: a result of step-deep-research, inspect, .* is expected/);
  await expect(all('inspect')).rejects.toThrow(/x\.jsonl:1: a result of inspect is expected/);
  await expect(all('word')).rejects.toThrow('format "word": expected step-deep-research');
});
