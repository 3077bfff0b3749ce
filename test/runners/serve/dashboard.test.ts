/** The dashboard and the page on the server name metrics that there are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rewardServer } from './reward-server.ts';

const ROOT = join(import.meta.dirname, '../../..');

it.each(['docs/grafana/gavel-serve.json', 'docs/serve.md'])('%s names metrics that the server shows', async (file) => {
  const { text } = await rewardServer().get('/metrics');
  const shown = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  const named = [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\bgavel_(?!reward\.py|judge`)[a-z_]+\b(?!\.py)/g)].map(([name]) =>
    name.replace(/_(?:bucket|sum|count)$/, ''),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !shown.has(name))).toEqual([]);
});
