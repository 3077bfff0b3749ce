/** The bundled world is what its generator makes, and holds together. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeWorld } from '../../bench/world/world.ts';
import { packageData, packageRoot } from '../../benchmarks/files/paths.ts';

it('is what is written in bench/world: npm run make:world', () => {
  for (const [name, text] of Object.entries(makeWorld(join(packageRoot(), 'bench', 'world', 'written'))))
    expect(readFileSync(join(packageData(), 'world', name), 'utf8') === text, name).toBe(true);
});

it('leads nowhere on the real web, and its pages of promotion are never the proof of a merit', () => {
  const rows = (name: string) =>
    readFileSync(join(packageData(), 'world', name), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  const pages = new Map<string, { authority: string; role: string }>(rows('pages.jsonl').map((page) => [page.url, page]));
  expect([...pages.keys()].filter((url) => !/^https:\/\/[a-z.-]+\.test\/[\w./-]+$/.test(url))).toEqual([]);
  const weights = new Map<string, number>(
    rows('tasks.jsonl').flatMap((task) =>
      task.rubric.map((each: { id: string; weight: number }) => [`${task.id} ${each.id}`, each.weight]),
    ),
  );
  const merits = rows('truth.jsonl').filter(({ task, criterion }) => (weights.get(`${task} ${criterion}`) ?? 0) > 0);
  const odd = merits.filter(({ page }) => pages.get(page)?.authority === 'promotion');
  // What a false page says is the proof only where the criterion is to find it false.
  expect(odd.map(({ task, criterion }) => `${task} ${criterion}`)).toEqual(['world-zh-17 c05']);
});
