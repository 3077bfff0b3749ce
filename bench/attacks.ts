/** What adversarial reports gain from the built-in judges, and from a gullible one: the tables of docs/attacks.md. */
import { join } from 'node:path';
import { packageData } from '../benchmarks/files/paths.ts';
import { loadTasks } from '../benchmarks/load.ts';
import { attackText } from '../reports/attack/text.ts';
import { attackGains } from '../reports/attack-gains.ts';
import { attackJudge } from '../runners/attack-judge.ts';
import { judgeSchema } from '../runners/judges/open.ts';
import { serveGullible } from './gullible.ts';

const gullible = await serveGullible();
const on = {
  tasks: await loadTasks(join(packageData(), 'demo', 'tasks.jsonl')),
  dir: join(packageData(), 'demo', 'reports', 'sample-thorough'),
};
const judges = [{ kind: 'offline' }, { kind: 'model', model: 'gullible', url: gullible.url, apiKeyEnv: 'GULLIBLE_KEY' }];
for (const judge of judges) {
  const request = { judge: judgeSchema.parse(judge), seed: 1, scale: 'strict', on, concurrency: 16, budget: {} } as const;
  const outcome = await attackJudge(':memory:', request, { env: {}, onNotice: () => {} });
  process.stdout.write(`${attackText(outcome.judge, attackGains(outcome.rows), false)}\n\n`);
}
gullible.close();
