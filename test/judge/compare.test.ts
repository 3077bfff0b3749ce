/** The pairwise judge: what it shows, what it hides, and what it makes of a reply. */
import { describe, expect, it } from 'vitest';
import type { AskDeps } from '../../judge/ask.ts';
import { type CompareRequest, type CompareRuling, createModelComparer, trivialComparison } from '../../judge/compare.ts';
import { Limit } from '../../judge/limit.ts';
import { MASK, mask } from '../../judge/mask.ts';
import type { Complete, ModelRequest } from '../../judge/model.ts';
import { NO_USAGE } from '../../judge/usage.ts';

const LEFT = 'Solar output rose by 12% in 2024, and storage followed a year later in three provinces.';
const RIGHT = 'Wind output fell in 2024 because of a calm winter, which the grid operator reported in March.';
const REQUEST: CompareRequest = {
  query: 'How did renewables do in 2024?',
  language: 'en',
  first: LEFT,
  second: RIGHT,
  dimension: 'overall',
  names: [],
};

function reply(more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    reason: 'The left one has figures.',
    left_quotes: ['Solar output rose by 12%'],
    right_quotes: ['nowhere to be found in it'],
    left_score: 8,
    right_score: 5,
    outcome: 'left_better',
    confidence: 0.8,
    ...more,
  });
}

/** Compares once; every request is kept, and answered by `text`. */
async function compared(request: CompareRequest, text: (sent: ModelRequest, n: number) => string, contextTokens = 50_000) {
  const sent: ModelRequest[] = [];
  const complete: Complete = async (one) => ({ text: text(one, sent.push(one)), finish: 'stop', usage: { ...NO_USAGE, inputTokens: 10 } });
  const deps: AskDeps = { complete, limit: new Limit(4), sleep: async () => {}, random: () => 0, mayCall: () => true, onRetry: () => {} };
  const rulings: CompareRuling[] = [];
  const comparer = createModelComparer({ name: 'm', model: 'm', temperature: 0, contextTokens }, deps);
  await comparer.compare(request, async (ruling) => void rulings.push(ruling), new AbortController().signal);
  return { sent, rulings, comparison: rulings.find((ruling) => ruling.comparison !== undefined)?.comparison };
}

describe('a comparison', () => {
  it('keeps outcome, scores, reason and the share of quotes that stand where they are said to', async () => {
    const { comparison } = await compared(REQUEST, () => reply());
    expect(comparison).toMatchObject({ outcome: 'first', scores: [8, 5], confidence: 0.8, verified: 0.5 });
  });

  it.each([
    ['left_better', { outcome: 'first' }],
    ['right_better', { outcome: 'second' }],
    ['both_good', { outcome: 'tie', absolute: 'good' }],
    ['both_fair', { outcome: 'tie', absolute: 'fair' }],
    ['both_poor', { outcome: 'tie', absolute: 'poor' }],
  ])('reads %s', async (outcome, expected) => {
    const { comparison } = await compared(REQUEST, () => reply({ outcome }));
    expect(comparison).toMatchObject(expected);
  });

  it('asks again after a reply off the menu, and is unscored when that never ends; every call is handed over as paid', async () => {
    const mended = await compared(REQUEST, (_, n) => (n === 1 ? reply({ outcome: 'left' }) : reply()));
    expect(mended.comparison?.outcome).toBe('first');
    expect(mended.rulings.filter((ruling) => ruling.call !== undefined)).toHaveLength(2);
    const never = await compared(REQUEST, () => reply({ outcome: 'left' }));
    expect(never.comparison).toBeUndefined();
    expect(never.rulings.at(-1)?.unscored).toMatch(/outcome/);
    expect(never.rulings.filter((ruling) => ruling.call !== undefined)).toHaveLength(never.sent.length);
  });

  it('asks about each dimension on its own criteria alone, after a prefix that all dimensions of a pair share', async () => {
    const overall = (await compared(REQUEST, () => reply())).sent[0]?.user ?? '';
    const depth = (await compared({ ...REQUEST, dimension: 'depth' }, () => reply())).sent[0]?.user ?? '';
    const prefix = overall.slice(0, overall.indexOf('# Your task'));
    expect(depth.startsWith(prefix)).toBe(true);
    expect(prefix.indexOf(LEFT)).toBeLessThan(prefix.indexOf(RIGHT));
    expect(depth).toContain('Content depth only');
    expect(depth).not.toContain('Information completeness');
  });

  it('speaks the language of the query and shows its judging notes', async () => {
    const { sent } = await compared({ ...REQUEST, query: '2024年可再生能源表现如何？', language: 'zh', notes: '须区分装机与发电量' }, () =>
      reply(),
    );
    expect(sent[0]?.system).toContain('你要比较两份');
    expect(sent[0]?.user).toContain('须区分装机与发电量');
  });

  it('reads a report that is too long in parts, and marks the comparison', async () => {
    const long = `${LEFT}\n\n`.repeat(200);
    const evidence = JSON.stringify({ evidence: [{ id: '1', note: 'figures', passages: ['Solar output rose by 12%'] }] });
    const { comparison, sent } = await compared(
      { ...REQUEST, first: long },
      (one) => (one.schema.name === 'evidence' ? evidence : reply()),
      4000,
    );
    expect(comparison?.parts).toBeGreaterThan(1);
    expect(sent.length).toBe((comparison?.parts ?? 0) + 1);
  });

  it('asks nobody about empty reports: an empty one loses, two are both poor', async () => {
    expect((await compared({ ...REQUEST, second: ':' }, () => reply())).sent).toHaveLength(0);
    expect(trivialComparison({ first: LEFT, second: '' })?.outcome).toBe('first');
    expect(trivialComparison({ first: '', second: LEFT })?.outcome).toBe('second');
    expect(trivialComparison({ first: ' ', second: 'Thought process:' })).toMatchObject({ outcome: 'tie', absolute: 'poor' });
  });
});

describe('masking', () => {
  it('hides agents by name as whole words, in any case and in Chinese text', () => {
    expect(mask('Written up by Deep-Agent. deep-agents are many.', ['deep-agent'])).toBe(`Written up by ${MASK}. deep-agents are many.`);
    expect(mask('本文由小研完成', ['小研'])).toBe(`本文由${MASK}完成`);
  });

  it('hides what a report says of its author, and leaves a report about the same product alone', () => {
    expect(mask('As an AI language model named ChatGPT, I cannot.', [])).toBe(`As an AI language model named ${MASK}, I cannot.`);
    expect(mask('Report generated by Gemini Deep Research', [])).toBe(`Report generated by ${MASK}`);
    expect(mask('本报告由通义千问生成', [])).toBe(`本报告由${MASK}生成`);
    expect(mask('ChatGPT had 100 million users in 2023.', [])).toBe('ChatGPT had 100 million users in 2023.');
  });

  it('reaches the prompt', async () => {
    const { sent } = await compared({ ...REQUEST, first: `${LEFT} — north-star`, names: ['north-star'] }, () => reply());
    expect(sent[0]?.user).not.toContain('north-star');
  });
});
