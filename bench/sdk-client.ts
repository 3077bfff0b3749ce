/** The same calls as the bare client's, through the `openai` package on a pooled `fetch`: what the package itself costs. */
import OpenAI from 'openai';
import { createHttpPool } from '../runners/http/http-pool.ts';

const [url = '', calls = '2600', concurrency = '256', bytes = '14000'] = process.argv.slice(2);
const pool = createHttpPool({ connections: Number(concurrency) });
const client = new OpenAI({ baseURL: url, apiKey: 'bench', fetch: pool.fetch, maxRetries: 0 });
const content = 'x'.repeat(Number(bytes));

let left = Number(calls);
const started = performance.now();
await Promise.all(
  Array.from({ length: Number(concurrency) }, async () => {
    while (left-- > 0) await client.chat.completions.create({ model: 'bench', messages: [{ role: 'user', content }] });
  }),
);
process.stdout.write(`${JSON.stringify({ callsPerSecond: (Number(calls) * 1000) / (performance.now() - started) })}\n`);
await pool.close();
