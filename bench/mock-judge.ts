/**
 * A judge's endpoint under load: answers after a lognormal latency, fails at a given rate, knows the right label of every criterion (it says
 * so itself), and counts good answers for each. Prints its URL; `GET /stats` and `POST /config` are for whoever measures.
 */
import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { createRandom } from '../reports/stats/random.ts';

const config = {
  medianMs: Number(process.argv[2] ?? '800'),
  sigma: Number(process.argv[3] ?? '0.6'),
  faults: Number(process.argv[4] ?? '0.05'),
  down: false,
};
const random = createRandom(1);
const stats = { calls: 0, good: 0, faults: 0, repeated: 0, open: 0, mostOpen: 0 };
/** Of the criterion and report that were answered well. */
let answered = new Set<string>();

function latency(): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return config.medianMs * Math.exp(config.sigma * normal);
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

function answer(response: ServerResponse, body: string): void {
  const fault = config.down || random() < config.faults;
  if (fault) {
    stats.faults++;
    const kind = config.down ? 0 : random();
    if (kind < 0.4) return send(response, 500, { error: { message: 'overloaded' } });
    if (kind < 0.7) return void response.destroy();
    return send(response, 200, completion('I would say it is rather'));
  }
  const { messages } = JSON.parse(body) as { messages: { content: string }[] };
  const text = messages.map(({ content }) => content).join('\n');
  const key = createHash('sha256').update(text).digest('base64');
  stats.good++;
  if (answered.has(key)) stats.repeated++;
  answered.add(key);
  const flaw = text.includes('"absent"');
  const met = /\[met\]/.test(text.slice(text.lastIndexOf('Criterion')));
  const label = flaw ? (met ? 'present' : 'absent') : met ? 'satisfied' : 'unsatisfied';
  send(
    response,
    200,
    completion(JSON.stringify({ reason: 'As the second section shows, with its source.', quotes: [], label, confidence: 0.9 })),
  );
}

function completion(content: string): object {
  return {
    model: 'bench',
    choices: [{ message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 3000, completion_tokens: 60 },
  };
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString('utf8');
    if (request.url === '/stats') return send(response, 200, { ...stats, keys: answered.size });
    if (request.url === '/config') {
      Object.assign(config, JSON.parse(body));
      Object.assign(stats, { calls: 0, good: 0, faults: 0, repeated: 0, mostOpen: stats.open });
      answered = new Set();
      return send(response, 200, config);
    }
    stats.calls++;
    stats.mostOpen = Math.max(stats.mostOpen, ++stats.open);
    setTimeout(
      () => {
        stats.open--;
        answer(response, body);
      },
      config.down ? 1 : latency(),
    );
  });
});
server.keepAliveTimeout = 60_000;
server.listen({ port: 0, host: '127.0.0.1', backlog: 2048 }, () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.stdout.write(`http://127.0.0.1:${address.port}\n`);
});
