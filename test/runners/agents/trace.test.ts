import { expect, it } from 'vitest';
import { toTrace } from '../../../runners/agents/trace.ts';

it('an event in our words is taken as it is, null for an absent value too', () => {
  const event = { turn: 3, kind: 'tool', name: 'search', input: { q: 'x' }, output: ['r'], seconds: 0.5, usage: { inputTokens: 7 } };
  expect(toTrace([event, { ...event, turn: null, name: null, at: '2026-01-01T00:00:00.000Z' }])).toEqual([
    event,
    { kind: 'tool', input: { q: 'x' }, output: ['r'], seconds: 0.5, usage: { inputTokens: 7 }, turn: 2, at: '2026-01-01T00:00:00.000Z' },
  ]);
});

it('chat messages are messages of who speaks; a tool says what it found', () => {
  const calls = [{ id: '1', function: { name: 'search', arguments: '{}' } }];
  expect(
    toTrace([
      { role: 'assistant', content: null, tool_calls: calls },
      { role: 'tool', content: 'found' },
    ]),
  ).toEqual([
    { turn: 1, kind: 'message', name: 'assistant', output: { content: null, tool_calls: calls } },
    { turn: 2, kind: 'tool', name: 'tool', output: 'found' },
  ]);
});

it.each([
  ['a word', 'searched twice', [{ turn: 1, kind: 'message', output: 'searched twice' }]],
  ['an object', { steps: 2 }, [{ turn: 1, kind: 'message', output: { steps: 2 } }]],
  ['an unknown kind', [{ kind: 'thought', text: 'hm' }], [{ turn: 1, kind: 'message', output: { kind: 'thought', text: 'hm' } }]],
  [
    'events in an object',
    { event_count: 1, events: [{ kind: 'error', output: 'timeout' }] },
    [{ turn: 1, kind: 'error', output: 'timeout' }],
  ],
  ['nothing', [], []],
])('%s of another shape is kept whole', (_, given, events) => {
  expect(toTrace(given)).toEqual(events);
});
