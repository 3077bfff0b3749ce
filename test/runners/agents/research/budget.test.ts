import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../reports/stats/random.ts';
import { mostTokens } from '../../../../runners/agents/research/most-tokens.ts';
import { bench, call, type Said } from './fixture.ts';

const TRIALS = Number(process.env.GAVEL_BUDGET_TRIALS ?? 60);
const BUDGET = 20_000;
const ENGLISH = 'The height of the tower was measured in 2024 at 332.94 metres (see table 5-b), which others doubt. ';
const CHINESE = '该塔的高度在二〇二四年测得为三百三十二米，另有来源对此表示怀疑，并给出不同的数字。';

/** A model that counts a token for three bytes, and takes any number up to its bound for an answer, cut or not. */
async function trial(seed: number) {
  const random = createRandom(seed);
  let spent = 0;
  const b = bench(
    (asked, n): Said => {
      const prompt = Math.ceil(Buffer.byteLength(JSON.stringify(asked.messages)) / 3);
      const completion = 1 + Math.floor(random() * asked.max_tokens);
      spent += prompt + completion;
      const usage = { prompt_tokens: prompt, completion_tokens: completion };
      const finish = random() < 0.2 ? 'length' : 'stop';
      if (asked.tools === undefined || random() < 0.05) return { text: `<answer># Report ${seed}</answer>`, usage, finish };
      return { ...call('search', { query: `q ${n}` }), usage };
    },
    {
      config: { limits: { turns: 30, tokens: BUDGET } },
      web: {
        results: () => {
          const words = random() < 0.5 ? ENGLISH : CHINESE;
          return Array.from({ length: 1 + Math.floor(random() * 8) }, (_, i) => ({
            title: words.slice(0, 20),
            url: `https://a.test/${seed}/${i}`,
            snippet: words.repeat(Math.floor(random() * 40)),
          }));
        },
      },
    },
  );
  return { reply: await b.attempt(), spent, asked: b.asked };
}

describe('a budget in tokens', () => {
  test(`is never passed in ${TRIALS} trials, and each of them ends in a report`, async () => {
    let most = 0;
    let atLimit = 0;
    for (let seed = 1; seed <= TRIALS; seed++) {
      const { reply, spent, asked } = await trial(seed);
      most = Math.max(most, spent);
      expect(spent).toBeLessThanOrEqual(BUDGET);
      expect(reply?.report).toContain(`# Report ${seed}`);
      if (reply?.atLimit === true) {
        atLimit++;
        expect(asked.at(-1)?.tools).toBeUndefined();
      }
    }
    // The bound is used, and does not merely stand far off.
    expect(most).toBeGreaterThan(BUDGET * 0.7);
    expect(atLimit).toBeGreaterThan(TRIALS / 4);
  });

  test('of which nobody counts is kept by what was taken for the answers', async () => {
    let sent = 0;
    const b = bench(
      (asked, n) => {
        sent += asked.max_tokens;
        return asked.tools === undefined
          ? { text: '<answer>R</answer>', usage: undefined }
          : { ...call('search', { query: `q${n}` }), usage: undefined };
      },
      { config: { limits: { turns: 30, tokens: BUDGET, turnTokens: 2_000 } } },
    );
    const reply = await b.attempt();
    expect(reply).toMatchObject({ report: 'R', atLimit: true });
    expect(reply?.usage).toBeUndefined();
    expect(sent).toBeLessThan(BUDGET);
  });
});

test('a budget in money holds model and searches together', async () => {
  const usage = { prompt_tokens: 1_000, completion_tokens: 500 };
  const b = bench(
    (asked, n) => (asked.tools === undefined ? { text: '<answer>R</answer>', usage } : { ...call('search', { query: `q${n}` }), usage }),
    {
      // At 0.25 and 2 USD a million, an answer of these is 0.00125 USD, and a search of Tavily 0.008.
      config: { model: 'gpt-5-mini', search: { kind: 'tavily' }, limits: { turns: 30, turnTokens: 1_000, amount: 0.04, currency: 'USD' } },
    },
  );
  const reply = await b.attempt();
  expect(reply).toMatchObject({ report: 'R' });
  const searches = b.queries.length;
  expect(searches).toBeGreaterThan(2);
  expect(b.asked.length * 0.00125 + searches * 0.008).toBeLessThanOrEqual(0.04);
  expect(reply?.searches).toEqual({ test: searches });
});

test('estimates err upwards: digits, keys, Chinese and emoji are more tokens than words', () => {
  expect(mostTokens('')).toBe(0);
  // 4 words of 5 letters at 2.3, and 3 blanks at 5/6.
  expect(mostTokens('hello world three words')).toBe(12);
  expect(mostTokens('12345678')).toBe(8);
  expect(mostTokens('三百三十二')).toBe(8);
  expect(mostTokens('a'.repeat(100))).toBe(80);
});
