import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SWEEP_TEMPLATE } from '../cli/commands/init.ts';
import { parseAnswer } from '../runners/agents/answer.ts';
import { chatSchema } from '../runners/agents/chat.ts';
import { commandSchema } from '../runners/agents/command.ts';
import { extractiveSchema } from '../runners/agents/extractive.ts';
import { folderSchema } from '../runners/agents/folder.ts';
import { httpSchema } from '../runners/agents/http.ts';
import { reactSchema } from '../runners/agents/react.ts';
import { contextSchema } from '../runners/agents/research/context.ts';
import { limitsSchema } from '../runners/agents/research/limits.ts';
import { searchSchema } from '../runners/agents/research/search.ts';
import { responsesSchema } from '../runners/agents/responses.ts';
import { resultsSchema } from '../runners/agents/results.ts';
import { Secrets } from '../runners/agents/secrets.ts';
import { cascadeSchema } from '../runners/judges/cascade.ts';
import { decisionSchema } from '../runners/judges/decision.ts';
import { modelSchema } from '../runners/judges/model.ts';
import { offlineSchema } from '../runners/judges/offline.ts';
import { oneJudgeSchema } from '../runners/judges/open.ts';
import { panelSchema } from '../runners/judges/panel.ts';
import { smallSchema } from '../runners/judges/small.ts';
import { convert, loadPrices, priceOf, priceSchema, rateSchema, searchPriceSchema } from '../runners/judging/prices.ts';
import { parseSweep } from '../runners/read-sweep.ts';
import { stressSchema } from '../runners/stress/stress-schema.ts';
import { benchmarkSchema, sweepSchema } from '../runners/sweep.ts';
import { testFolder } from './benchmarks/folder.ts';
import { withKeyTables } from './key-tables.ts';

const text = readFileSync(new URL('../docs/sweep.md', import.meta.url), 'utf8');
const block = (language: string) => text.split(`\`\`\`${language}\n`)[1]?.split('```')[0] ?? '';

const SCHEMAS = {
  sweep: sweepSchema,
  benchmark: benchmarkSchema,
  command: commandSchema,
  folder: folderSchema,
  http: httpSchema,
  chat: chatSchema,
  extractive: extractiveSchema,
  react: reactSchema,
  search: searchSchema,
  limits: limitsSchema,
  context: contextSchema,
  responses: responsesSchema,
  results: resultsSchema,
  offline: offlineSchema,
  small: smallSchema,
  model: modelSchema,
  decision: decisionSchema,
  panel: panelSchema(oneJudgeSchema),
  cascade: cascadeSchema(oneJudgeSchema),
  stress: stressSchema,
};

describe('docs/sweep.md', () => {
  it('has an example that is a sweep, with every kind of agent', () => {
    const { sweep } = parseSweep(block('yaml'), 'docs/sweep.md');
    expect(sweep.agents.map(({ kind }) => kind)).toEqual([
      'command',
      'folder',
      'http',
      'chat',
      'extractive',
      'react',
      'responses',
      'results',
    ]);
    expect(sweep.battles?.judges).toHaveLength(3);
  });

  it('has an example of an answer that is taken as it is', () => {
    expect(parseAnswer(block('json'), 'agent', new Secrets([], []))).toEqual(JSON.parse(block('json')));
  });

  it('has the keys, defaults, ranges and options of the schemas (npm run docs writes them)', async () => {
    expect([...text.matchAll(/keys of (\w+)/g)].map(([, name]) => name)).toEqual(Object.keys(SCHEMAS));
    await expect(withKeyTables(text, SCHEMAS)).toMatchFileSnapshot('../docs/sweep.md');
  });

  it('says of a key what a person needs: required, or what counts without it', () => {
    const rows = [...text.matchAll(/^\| `(\w+)` \| (.*?) \|/gm)];
    expect(rows.length).toBeGreaterThan(60);
    expect(rows.filter(([, , preset]) => preset?.trim() === '').map(([row]) => row)).toEqual([]);
    expect(text).toContain('| `criteriaPerCall` | 1 | `--criteria-per-call <n>` | criteria in one model call (1 to 50) |');
    expect(text).toContain('| `url` | required | takes `POST');
  });

  it('is named where a sweep begins', () => {
    expect(SWEEP_TEMPLATE).toContain('docs/sweep.md');
    expect(SWEEP_TEMPLATE).toContain('# passEnv: [');
    expect(readFileSync(new URL('../README.md', import.meta.url), 'utf8')).toContain('(docs/sweep.md)');
  });
});

describe('docs/agents/ and examples/', () => {
  const files = ['docs/agents', 'examples'].flatMap((folder) =>
    readdirSync(new URL(`../${folder}`, import.meta.url)).map(
      (file) => [`${folder}/${file}`, readFileSync(new URL(`../${folder}/${file}`, import.meta.url), 'utf8')] as const,
    ),
  );
  const sweeps = files.flatMap(([file, words]) =>
    file.endsWith('.yaml')
      ? [[file, words] as const]
      : [...words.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, sweep = ''], i) => [`${file} ${i + 1}`, sweep] as const),
  );

  it.each(sweeps)('%s is a sweep that is taken as it is', (file, sweep) => {
    expect(parseSweep(sweep, file).notices).toEqual([]);
  });
});

describe('docs/prices.md', () => {
  const folder = testFolder();
  const prices = readFileSync(new URL('../docs/prices.md', import.meta.url), 'utf8');

  it('has the keys of the schemas (npm run docs writes them)', async () => {
    await expect(withKeyTables(prices, { price: priceSchema, search: searchPriceSchema, rate: rateSchema })).toMatchFileSnapshot(
      '../docs/prices.md',
    );
  });

  it('has an example that is a price file', () => {
    const file = folder.write('prices.json', prices.split('```json\n')[1]?.split('```')[0] ?? '');
    const loaded = loadPrices(file);
    expect(priceOf(loaded, 'my-judge')).toMatchObject({ input: 0, output: 0 });
    expect(convert(loaded, { amount: 11, currency: 'USD' }, 'EUR')?.amount).toBeCloseTo(10);
  });
});
