/** Times a Davidson fit and its bootstrap on a file of battles: `node dist/bench/ratings.js FILE.csv [rounds]`. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Outcome } from '../judge/pairwise/outcome.ts';
import { BattleTableBuilder } from '../reports/ratings/battle.ts';
import { RATING_METHODS, ratings } from '../reports/ratings/ratings.ts';

const [file, rounds = '100'] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: ratings FILE.csv [rounds]; columns model_a,model_b,winner');

async function readTable(path: string) {
  const builder = new BattleTableBuilder();
  let header = true;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (header) {
      header = false;
      continue;
    }
    const [a = '', b = '', winner = ''] = line.split(',');
    const outcome: Outcome = winner === 'model_a' ? 'a' : winner === 'model_b' ? 'b' : 'tie';
    builder.add({ a, b, outcome });
  }
  return builder.build();
}

function timed<T>(name: string, work: () => T): T {
  const start = performance.now();
  const result = work();
  console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(2)} s`);
  return result;
}

const start = performance.now();
const table = await readTable(file);
console.log(`read ${table.length} battles of ${table.agents.length} agents: ${((performance.now() - start) / 1000).toFixed(2)} s`);
for (const method of RATING_METHODS) {
  timed(`${method}, no bootstrap`, () => ratings(table, { method, bootstrap: 0, seed: 1 }));
  const result = timed(`${method}, ${rounds} rounds`, () => ratings(table, { method, bootstrap: Number(rounds), seed: 1 }));
  console.log(JSON.stringify(result.rows[0]));
}
console.log(`peak memory: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
