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
  ['as it comes', [], { count: 5, bytes: '73e677f3364558c09796eca89380ffcd7aa5a5c68df1e1ff87e42579313fdd8a' }],
  [
    'two labels, two criteria a call',
    ['--labels', '2', '--criteria-per-call', '2'],
    { count: 3, bytes: 'abf9f21a1fbb902fde96b93280a8e191d4a0e3f009e34babff1a7fc43d06c4d6' },
  ],
  ['in parts', ['--context-tokens', '500'], { count: 35, bytes: '4b86ebdffcff08edc7e1cf42bce7b8885f5ae219ed9c950b40acea6d695e4412' }],
])('judge: %s', async (_, words, frozen) => {
  expect(await sent((url) => [[...folder('others'), ...by(url), ...words]])).toEqual(frozen);
});

it.each([
  ['as it comes', [], { count: 20, bytes: '33b6a0233c4e6932e1b550e1ad4183dba7566a7fd0f7b1292a65faa15181123d' }],
  [
    'in parts',
    ['--context-tokens', '1000', '--dimensions', 'overall,depth'],
    { count: 32, bytes: '30d693ae1f3961e02bd2cda10139070113f89e44a2a25bc7aef4c5500a1bc76c' },
  ],
])('battle: %s', async (_, words, frozen) => {
  expect(await sent((url) => [folder('reports'), folder('others'), ['battle', 's', ...by(url), ...words]])).toEqual(frozen);
});
