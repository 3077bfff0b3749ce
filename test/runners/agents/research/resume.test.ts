import { expect, test } from 'vitest';
import { AgentError } from '../../../../judge/errors.ts';
import type { Live } from '../../../../runners/agents/research/journal.ts';
import { storeAgent } from '../../../../runners/store/agents.ts';
import { keptEntries, liveTrials, storeEntry } from '../../../../runners/store/journal.ts';
import { storedLookups } from '../../../../runners/store/lookups.ts';
import { Store } from '../../../../runners/store/store.ts';
import { trialTrace } from '../../../../runners/store/traces.ts';
import { storeFailure, storeTrial } from '../../../../runners/store/trials.ts';
import { stored, taskOf } from '../../work.ts';
import { bench, call, type Script } from './fixture.ts';

class Killed extends Error {}

const script: Script = (asked) => {
  const n = asked.messages.filter(({ role }) => role === 'assistant').length + 1;
  if (n === 10) return '<answer>A \\cite{s1}, B \\cite{s2}</answer>';
  return n % 2 === 0 ? call('open', { url: `https://a.test/${1 + (n % 3)}` }, `c${n}`) : call('search', { query: `q${n}` }, `c${n}`);
};

/** A journal in memory that fails at its n-th entry, once that is kept. */
function memory() {
  const kept: Live['journal']['kept'][number][] = [];
  const lookups = new Map<string, string>();
  const live = (dieAt = Number.POSITIVE_INFINITY): Live => ({
    journal: {
      kept: [...kept],
      append: async (entry) => {
        kept.push(JSON.parse(JSON.stringify(entry)) as (typeof kept)[number]);
        if (kept.length >= dieAt) throw new Killed();
      },
    },
    lookups: { get: (key) => lookups.get(key), put: async (key, answer) => void lookups.set(key, answer) },
    wishes: () => ({ end: false, paused: false, limits: {} }),
  });
  return { kept, live };
}

test('a trial that is killed at any entry goes on from there: no answer is paid for twice, and the facts are the same', async () => {
  const whole = bench(script, { config: { limits: { turns: 20 } } });
  const { kept: entries, live } = memory();
  const unbroken = await whole.attempt({ live: live() });
  expect(whole.asked).toHaveLength(10);
  for (let dieAt = 1; dieAt < entries.length; dieAt += 3) {
    const { kept, live: broken } = memory();
    const b = bench(script, { config: { limits: { turns: 20 } } });
    for (const at of [dieAt, dieAt + 5]) if (at < entries.length) await expect(b.attempt({ live: broken(at) })).rejects.toThrow(Killed);
    const { seconds: _, ...reply } = (await b.attempt({ live: broken() })) ?? {};
    const { seconds: __, ...facts } = unbroken ?? {};
    expect(reply).toEqual(facts);
    expect(b.asked).toHaveLength(10);
    expect(b.queries).toEqual(whole.queries);
    expect(b.opened).toEqual(whole.opened);
    expect(kept.map(({ key }) => key)).toEqual(entries.map(({ key }) => key));
  }
});

/** A journal in memory whose owner dies at the n-th answer of the model: once that is kept, or before. */
function mortal() {
  const kept: Live['journal']['kept'][number][] = [];
  const lookups = new Map<string, string>();
  const live = (dieAt = 0, when: 'kept' | 'lost' = 'kept'): Live => ({
    journal: {
      kept: [...kept],
      append: async (entry) => {
        const dies = entry.key === 'model' && kept.filter(({ key }) => key === 'model').length + 1 === dieAt;
        if (!dies || when === 'kept') kept.push(JSON.parse(JSON.stringify(entry)) as (typeof kept)[number]);
        if (dies) throw new Killed();
      },
    },
    lookups: { get: (key) => lookups.get(key), put: async (key, answer) => void lookups.set(key, answer) },
    wishes: () => ({ end: false, paused: false, limits: {} }),
  });
  return { kept, live };
}

/** A journal's events less what differs between any two runs: the time, and estimates that count the marks around a page. */
function told(entries: readonly Live['journal']['kept'][number][]) {
  return entries.map(({ key, event }) => ({ key, ...event, at: '', seconds: 0, ...(event?.name === 'assistant' && { input: {} }) }));
}

test.each([
  ['once it is stored, before its tool runs', 'kept', 10],
  ['before it is stored', 'lost', 12],
] as const)('killed at the answers of turns 7 and 9, %s: only what was not stored is asked again', async (_, when, requests) => {
  const whole = bench(script, { config: { limits: { turns: 20 } } });
  const { kept: entries, live } = mortal();
  const { seconds: _s, ...facts } = (await whole.attempt({ live: live() })) ?? { report: '' };
  const { kept, live: broken } = mortal();
  const b = bench(script, { config: { limits: { turns: 20 } } });
  for (const turn of [7, 9]) await expect(b.attempt({ live: broken(turn, when) })).rejects.toThrow(Killed);
  const { seconds: __, ...reply } = (await b.attempt({ live: broken() })) ?? { report: '' };
  expect(reply).toEqual(facts);
  expect(b.asked).toHaveLength(requests);
  expect(b.queries).toEqual(['q1', 'q3', 'q5', 'q7', 'q9']);
  expect(b.opened).toEqual(whole.opened);
  expect(reply.report.match(/^\d+\. /gm)).toHaveLength(2);
  expect(told(kept)).toEqual(told(entries));
});

test('what was learnt of how an endpoint counts holds after a kill: as much room is taken for the next request', async () => {
  // Two tokens a character: more than anybody would think.
  const counting: Script = (asked, n, signal) => {
    const said = script(asked, n, signal);
    const usage = { prompt_tokens: 2 * JSON.stringify(asked.messages).length, completion_tokens: 10 };
    return typeof said === 'string' ? { text: said, usage } : { ...said, usage };
  };
  const options = { config: { limits: { turns: 20, tokens: 80_000 } } };
  const whole = bench(counting, options);
  await whole.attempt({ live: mortal().live() });
  const { live } = mortal();
  const b = bench(counting, options);
  await expect(b.attempt({ live: live(5) })).rejects.toThrow(Killed);
  await b.attempt({ live: live() });
  // Alike but for the marks around pages, which no two trials share.
  const apart = b.asked.map((body, i) => Math.abs(body.max_tokens - (whole.asked[i]?.max_tokens ?? 0)));
  expect(apart).toHaveLength(10);
  expect(Math.max(...apart)).toBeLessThan(100);
});

test('a stop between two turns leaves a trial that goes on later', async () => {
  const { live } = memory();
  const stopping = new AbortController();
  const b = bench(
    (asked, n, signal) => {
      if (n === 3) stopping.abort(new Killed());
      return script(asked, n, signal);
    },
    { config: { limits: { turns: 20 } } },
  );
  await expect(b.attempt({ live: live(), stopping: stopping.signal })).rejects.toThrow(Killed);
  expect(b.asked).toHaveLength(3);
  expect((await b.attempt({ live: live() }))?.report).toContain('A [[1]]');
  expect(b.asked).toHaveLength(10);
});

test('a journal in the store keeps what was answered, shows who is under way, and becomes the trace', async () => {
  const store = new Store(':memory:', { mode: 'write' });
  const [task] = stored(store, [taskOf('t1')]);
  const at = '2026-01-01T00:00:00Z';
  const attempt = { agentId: storeAgent(store, { name: 'mine', identity: {} }), queryId: task?.queryId ?? 0, repeat: 1, at };
  const b = bench(script, { config: { limits: { turns: 20 } } });
  const live = (): Live => ({
    journal: { kept: keptEntries(store, attempt), append: (entry) => store.append(() => storeEntry(store, attempt, entry, at)) },
    lookups: storedLookups(store, 'sweep'),
    wishes: () => ({ end: false, paused: false, limits: {} }),
  });
  const reply = await b.attempt({ live: live() });
  expect(reply?.report).toContain('A [[1]]');
  // Ten answers of 1,510 tokens.
  expect(liveTrials(store)).toMatchObject([{ agent: 'mine', task: 't1', repeat: 1, turns: 10, tokens: 15_100 }]);
  // The same trial again asks nobody, and one that broke off through nobody's fault keeps what it has.
  await b.attempt({ live: live() });
  expect(b.asked).toHaveLength(10);
  storeFailure(store, attempt, new AgentError('harness', 'no network'));
  expect(liveTrials(store)).toHaveLength(1);
  storeTrial(store, attempt, reply ?? { report: '' }, 1);
  expect(liveTrials(store)).toEqual([]);
  const trace = trialTrace(store, 2);
  expect(trace.filter(({ name }) => name === 'assistant')).toHaveLength(10);
  expect(trace.filter(({ kind }) => kind !== 'message')).toHaveLength(9);
  store.close();
});
