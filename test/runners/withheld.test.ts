import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { withheld } from '../../runners/withheld.ts';

it('what is written holds no key of the environment, also where JSON has spelt it; all else is the stream’s own', () => {
  const stream = new PassThrough();
  const env: Record<string, string> = {};
  const output = withheld(stream, env);
  env.SEARCH_KEY = 'sk-"quoted"/123456';
  env.EDITOR = 'an-editor-of-many-letters';
  output.write(`${env.SEARCH_KEY} ${JSON.stringify(env.SEARCH_KEY)} ${env.EDITOR}\n`);
  expect(String(stream.read())).toBe('[key] "[key]" an-editor-of-many-letters\n');
  expect([output.writableEnded, output.once('drain', () => {}) === stream]).toEqual([false, true]);
});
