/**
 * Frozen identities. Each number is what a stored verdict, comparison or trial is found by: where one changes, everything paid for under
 * it is owed again. A number may be changed only on purpose, in a commit of its own kind that says so in the CHANGELOG.
 */
import { expect, it } from 'vitest';
import type { Task } from '../../benchmarks/task.ts';
import type { Rubric } from '../../judge/checklist/rubric.ts';
import { fingerprint } from '../../judge/hash.ts';
import { judgeSchema, openJudge } from '../../runners/judges/open.ts';
import { briefHash, canonicalJson, criterionHashes, queryHash, taskHash } from '../../runners/store/identity.ts';
import { judgeDeps } from '../runners/judge-deps.ts';

const MODEL = { kind: 'model', model: 'm', url: 'http://127.0.0.1:9/v1' };

/** The settings of a sweep file that can change what a judge says, each alone and all together. */
const SETTINGS = {
  offline: { kind: 'offline' },
  model: MODEL,
  otherModel: { ...MODEL, model: 'n' },
  temperature: { ...MODEL, temperature: 0.7 },
  labels: { ...MODEL, labels: 2 },
  criteriaPerCall: { ...MODEL, criteriaPerCall: 4 },
  contextTokens: { ...MODEL, contextTokens: 9000 },
  extraBody: { ...MODEL, extraBody: { top_p: 0.5 } },
  confidence: { ...MODEL, confidence: 'logprobs' },
  all: { ...MODEL, temperature: 1, labels: 2, criteriaPerCall: 8, contextTokens: 9000, extraBody: { seed: 1 } },
} as const;

/** What cannot change a verdict: such a judge is the same judge. */
const SAME = {
  name: { ...MODEL, name: 'shown otherwise' },
  url: { ...MODEL, url: 'http://127.0.0.1:8/v1' },
  trials: { ...MODEL, trials: 3 },
  warmPrefix: { ...MODEL, warmPrefix: true },
  timeoutSeconds: { ...MODEL, timeoutSeconds: 5 },
};

const hash = (identity: unknown) => fingerprint(canonicalJson(identity));
const ofJudge = (config: unknown) => hash(openJudge(judgeSchema.parse(config), judgeDeps()).checklist.identity);
const ofComparer = (config: unknown) => hash(openJudge(judgeSchema.parse(config), judgeDeps()).pairwise.identity);

function mapped<K extends string>(record: Readonly<Record<K, unknown>>, of: (value: unknown) => string) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, of(value)]));
}

it('judges of one report', () => {
  expect(mapped(SETTINGS, ofJudge)).toEqual({
    offline: 'c918c034df58a2b1',
    model: '12d023dca8a0fba2',
    otherModel: '7121980fa121ea60',
    temperature: '07b1eb586dc23bd0',
    labels: '9381afeef12b759e',
    criteriaPerCall: 'be33b98e21c318ec',
    contextTokens: 'f80306c8115f86a3',
    extraBody: '83695daef29aa1cc',
    confidence: 'a42e6e6614d28332',
    all: '6fbe5b5ad8462e30',
  });
  expect(new Set(Object.values(mapped(SAME, ofJudge)))).toEqual(new Set([ofJudge(MODEL)]));
});

it('judges of two reports', () => {
  expect(mapped(SETTINGS, ofComparer)).toEqual({
    offline: 'ea168328c9339745',
    model: '1e65e98a2a218e7d',
    otherModel: 'b074607a8b92e312',
    temperature: '0d9e4cad590cf7b6',
    labels: '1e65e98a2a218e7d',
    criteriaPerCall: '1e65e98a2a218e7d',
    contextTokens: 'b3caf75985b8c194',
    extraBody: '57b0007935f9e956',
    confidence: '1e65e98a2a218e7d',
    all: '48d7dc093c92f574',
  });
  expect(new Set(Object.values(mapped(SAME, ofComparer)))).toEqual(new Set([ofComparer(MODEL)]));
});

const RUBRIC: Rubric = [
  { id: 'c01', criterion: 'Names the river', weight: 2, axis: 'facts' },
  { id: 'c02', criterion: 'Names the river', weight: 1 },
  { id: 'c03', criterion: '写明河流', weight: -3, fatal: true },
];
const TASK: Task = {
  id: 't1',
  query: 'Which river?',
  language: 'en',
  domain: 'Geography',
  rubric: RUBRIC,
  notes: 'Any river',
  tags: ['x'],
};

it('a query, what a comparer is told beside it, a task', () => {
  expect([queryHash(TASK), briefHash(TASK), briefHash({ language: 'zh' }), taskHash('bench', TASK)]).toEqual([
    'a099d5f8acc780842c8bae93e451e2e5ab94176e3fb6ecceb81d7a2355ae7843',
    '1cb9401fc0a8f2b6',
    '32ac010580b6b97b',
    '30dc25cd7d17ec6f5a96dbb5eff44332e53685891fc66e75ced0ae898211183f',
  ]);
});

it('criteria: by words and sign, the same words twice are two', () => {
  expect(criterionHashes(TASK.query, RUBRIC)).toEqual([
    'ec7829a90d5db0d7d3b7248d2c72a04c3d1aecceec679e8be6a5ae42045854c6',
    'acd6607ea56999aa006f16a3c7125cc3507f6c0f761c09cf0fcf3b4a92e64a73',
    '1003665dc3b91423468b1abf43c823c3f3741987234b6af3de7529dbf8448113',
  ]);
});
