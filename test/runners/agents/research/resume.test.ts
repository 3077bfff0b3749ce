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

/** A journal in memory that fails at its n-th entry, before or after that is kept. */
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
