/** The limit to compare with: a keep-alive client that sends ready-made bodies and reads the answers, and does nothing else. */
import { Pool } from 'undici';

const [url = '', calls = '2600', concurrency = '256', bytes = '14000'] = process.argv.slice(2);
const { origin, pathname } = new URL(`${url}/chat/completions`);
const pool = new Pool(origin, { connections: Number(concurrency) });
const body = JSON.stringify({ model: 'bench', messages: [{ role: 'user', content: 'x'.repeat(Number(bytes)) }] });

let left = Number(calls);
const started = performance.now();
await Promise.all(
  Array.from({ length: Number(concurrency) }, async () => {
    while (left-- > 0) {
      const response = await pool.request({ method: 'POST', path: pathname, headers: { 'content-type': 'application/json' }, body });
      await response.body.json();
    }
  }),
);
process.stdout.write(`${JSON.stringify({ callsPerSecond: (Number(calls) * 1000) / (performance.now() - started) })}\n`);
await pool.close();
