/**
 * Frozen requests: every byte that a model judge is sent for one small piece of work, under several settings. They change where a prompt
 * or a request changes; then the judge's identity changes too (identities.test.ts), in one commit with a line in the CHANGELOG.
 */
import { expect, it } from 'vitest';
import { sha256 } from '../../judge/hash.ts';
import { desk } from '../cli/desk.ts';
import { completion, serveEndpoint } from '../endpoint-server.ts';
import { gavel } from '../program.ts';
import { LONG, taskOf } from '../runners/work.ts';

const TASKS = [taskOf('a', [2, 1, -1, -1], { notes: 'Dates matter.' }), taskOf('b', [1], { language: 'zh' })];

const place = desk(TASKS);
for (const { id } of TASKS) place.write(`others/${id}.md`, `${LONG}\n\n${'Another paragraph. '.repeat(400)}`);
let stores = 0;

/** Of all requests, in an order that does not hang on when they came. */
async function sent(commands: (url: string) => readonly (readonly string[])[]): Promise<{ count: number; bytes: string }> {
  const { url, requests } = await serveEndpoint(({ body }) =>
    completion(JSON.stringify(fitting(body.response_format?.json_schema?.schema ?? {})), {
      usage: { prompt_tokens: 9, completion_tokens: 9 },
    }),
  );
  const store = `${++stores}.db`;
  for (const words of commands(url)) {
    const ended = await gavel([...words, '--store', store], { cwd: place.path });
    expect(ended.stderr).not.toMatch(/^gavel: (?!.*unscored)/m);
  }

  const bodies = requests.map(({ body }) => JSON.stringify(body)).sort();
  return { count: bodies.length, bytes: sha256(bodies.join('\n')) };
}

interface Schema {
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

/** The smallest value that fits, so that nothing is asked again: of a list, one entry for each id that is asked for. */
function fitting(schema: Schema): unknown {
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.properties !== undefined) return Object.fromEntries(Object.entries(schema.properties).map(([key, of]) => [key, fitting(of)]));
  if (schema.type === 'array')
    return (schema.items?.properties?.id?.enum ?? []).map((id) => ({ ...Object(fitting(schema.items ?? {})), id }));
  return schema.type === 'number' ? 1 : 'r';
}

const folder = (name: string) => ['judge', name, '--benchmark', 'bench=tasks.jsonl', '--agent', name, '--sweep', 's'];
const by = (url: string) => ['--judge-url', url, '--judge-model', 'm'];

it.each([
  ['as it comes', [], { count: 5, bytes: '3e46d94984590e98163298c7109f17c1f6403143134c1ad5b850adc6c050c277' }],
  [
    'two labels, two criteria a call',
    ['--labels', '2', '--criteria-per-call', '2'],
    { count: 3, bytes: 'f4df1d52addfd78585c1562bd422fc9e2acca6cde4930bc63515fec5f8c30ee1' },
  ],
  ['in parts', ['--context-tokens', '2200'], { count: 35, bytes: '851add2259c64889fc98ce58c888e5d51e3184c82fca176ae592fc5a1f107869' }],
])('judge: %s', async (_, words, frozen) => {
  expect(await sent((url) => [[...folder('others'), ...by(url), ...words]])).toEqual(frozen);
});

it.each([
  ['as it comes', [], { count: 20, bytes: '86ace0b343e27f5ff2921c00af84b60f27459b01032d5d7d627a95f136bc967d' }],
  [
    'in parts',
    ['--context-tokens', '3100', '--dimensions', 'overall,depth'],
    { count: 32, bytes: 'e6b464d4f4a0658f95b548ba4ebdc8e49568a082008c18c3da1e452d5d73b8a8' },
  ],
])('battle: %s', async (_, words, frozen) => {
  expect(await sent((url) => [folder('reports'), folder('others'), ['battle', 's', ...by(url), ...words]])).toEqual(frozen);
});
