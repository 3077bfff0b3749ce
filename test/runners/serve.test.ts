/** The reward server over real sockets, before a judge's endpoint that fails now and then. */
import { describe, expect, it } from 'vitest';
import { InputError } from '../../judge/errors.ts';
import { sha256 } from '../../judge/hash.ts';
import { modelSchema } from '../../runners/judges/model.ts';
import { type ServeOptions, serve } from '../../runners/serve.ts';
import { Store } from '../../runners/store/store.ts';
import { completion, startMock, verdict } from '../mock-endpoint.ts';

const REPORT = 'A report with more than enough letters in it to be worth a judge of any kind.';

function optionsFor(url: string, more: Partial<ServeOptions> = {}): ServeOptions {
  return {
    judge: modelSchema.parse({ kind: 'model', model: 'm', url }),
    benchmarks: [],
    concurrency: 64,
    budget: {},
    scale: 'strict',
    rules: { fatal: true },
    host: '127.0.0.1',
    port: 0,
    token: undefined,
    open: false,
    deadlineSeconds: 60,
    fallback: undefined,
    failWhenDown: false,
    bodyBytes: 1 << 22,
    drainSeconds: 30,
    ...more,
  };
}

async function withServer(options: ServeOptions, use: (address: string) => Promise<void>): Promise<void> {
  const store = new Store(':memory:', { mode: 'write' });
  const stopping = new AbortController();
  let listening = (_: string) => {};
  const address = new Promise<string>((resolve) => {
    listening = resolve;
  });
  const served = serve(store, options, {
    env: {},
    onNotice: () => {},
    stopping: stopping.signal,
    onListening: listening,
    onRequest: () => {},
    onError: () => {},
  });
  try {
    await Promise.race([address.then(use), served]);
  } finally {
    stopping.abort();
    await served;
    store.close();
  }
}

const post = (url: string, body: unknown) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

describe('a training step in small', () => {
  it('gets every reward right, and pays for each verdict once, from an endpoint that fails at one call in twenty', async () => {
    const asked = new Set<string>();
    const mock = await startMock(({ prompt, criterion }) => {
      // By what is asked and not by when it comes, so that it fails at the same questions however they overtake one another.
      const drawn = asked.has(prompt) ? 0 : Number.parseInt(sha256(prompt).slice(0, 4), 16) % 40;
      asked.add(prompt);
      if (drawn === 7) return { status: 500, body: '{"error":{"message":"overloaded"}}' };
      if (drawn === 17) return completion('I would rather say it in words.');
      return verdict(criterion.includes('flaw') ? 'absent' : criterion.includes('[met]') ? 'satisfied' : 'unsatisfied');
    });
    // Four groups of eight, each rubric of five criteria: 3 of 6 points are met in even groups, 1 of 6 in odd ones.
    const items = Array.from({ length: 32 }, (_, n) => ({
      id: `${n}`,
      query: `Why ${n >> 3}?`,
      report: `${REPORT} ${n}`,
      rubric: [1, 2, 3]
        .map((weight) => ({ criterion: `Point ${weight} [${weight === (n & 8 ? 1 : 3) ? 'met' : 'not'}]`, weight }))
        .concat([
          { criterion: 'Shows a flaw.', weight: -1 },
          { criterion: 'Shows a second flaw.', weight: -2 },
        ]),
    }));
    await withServer(optionsFor(mock.url), async (address) => {
      const answers = await Promise.all([post(`${address}/v1/rewards`, { items }), post(`${address}/v1/rewards`, { items })]);
      for (const answer of answers) {
        const { results } = (await answer.json()) as { results: { id: string; reward: number }[] };
        expect(results.map(({ id, reward }) => [id, reward])).toEqual(items.map(({ id }, n) => [id, n & 8 ? 1 / 6 : 0.5]));
      }
      const metrics = await (await fetch(`${address}/metrics`)).text();
      expect(metrics).toContain('gavel_verdicts_total 160');
      expect(metrics).toContain('gavel_unscored_total 0');
    });
  });

  it('ends when it is told to: what was asked is answered first', async () => {
    const store = new Store(':memory:', { mode: 'write' });
    const stopping = new AbortController();
    const mock = await startMock(() => {
      stopping.abort();
      return verdict('satisfied');
    });
    let answer: Promise<Response> | undefined;
    await serve(store, optionsFor(mock.url), {
      env: {},
      onNotice: () => {},
      stopping: stopping.signal,
      onListening(address) {
        answer = post(`${address}/slime`, { prompt: 'Why?', response: REPORT, label: [{ criterion: 'Names the cause.', weight: 1 }] });
      },
      onRequest: () => {},
      onError: () => {},
    });
    expect(await (await answer)?.json()).toBe(1);
    store.close();
  });

  it('is not opened to other machines without a token, unless that is wanted', async () => {
    const options = optionsFor('http://127.0.0.1:9/v1', { host: '0.0.0.0' });
    const store = new Store(':memory:', { mode: 'write' });
    const around = { env: {}, onNotice: () => {}, onListening: () => {}, onRequest: () => {}, onError: () => {} };
    await expect(serve(store, options, around)).rejects.toThrow(InputError);
    await expect(serve(store, options, around)).rejects.toThrow(/--token-env .* --open/);
    store.close();
  });
});
