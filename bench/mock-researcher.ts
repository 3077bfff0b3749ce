/**
 * A chat endpoint that researches by a script: it searches and opens what it found in turn, then writes a report with citations. Prints
 * its URL; with a file, the hash of each request that it answered, a line each.
 */
import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

/** Answers a trial, the report among them; a wait before each; where hashes of requests go. */
const [turns = '10', latencyMs = '0', log] = process.argv.slice(2);

interface Message {
  readonly role: string;
  readonly content: string;
}

interface Asked {
  readonly messages: readonly Message[];
  readonly tools?: unknown;
}

function call(n: number, name: string, input: unknown) {
  return { content: null, tool_calls: [{ id: `call_${n}`, type: 'function', function: { name, arguments: JSON.stringify(input) } }] };
}

function message({ messages, tools }: Asked): object {
  const n = messages.filter(({ role }) => role === 'assistant').length;
  const query = messages.find(({ role }) => role === 'user')?.content ?? '';
  if (n >= Number(turns) - 1 || tools === undefined)
    return { content: `<answer># Findings\n\n${query.slice(0, 400)}\n\nThis is what was found \\cite{s1}, and this \\cite{s2}.</answer>` };
  const from = (n * 40) % Math.max(1, query.length - 40);
  return n % 2 === 0
    ? call(n, 'search', { queries: [query.slice(from, from + 60), query.slice(0, 80)].map((words) => `${words} ${n}`) })
    : call(n, 'open', { urls: [`s${n}`, `s${n + 1}`] });
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString('utf8');
    const said = message(JSON.parse(body) as Asked);
    const answer = JSON.stringify({
      id: 'bench',
      object: 'chat.completion',
      created: 0,
      model: 'bench',
      choices: [{ index: 0, message: { role: 'assistant', ...said }, finish_reason: 'stop' }],
      usage: { prompt_tokens: Math.round(body.length / 4), completion_tokens: 60, total_tokens: Math.round(body.length / 4) + 60 },
    });
    setTimeout(() => {
      if (log !== undefined) appendFileSync(log, `${createHash('sha256').update(body).digest('hex')}\n`);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) }).end(answer);
    }, Number(latencyMs));
  });
});
server.keepAliveTimeout = 60_000;
server.listen({ port: 0, host: '127.0.0.1', backlog: 2048 }, () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.stdout.write(`http://127.0.0.1:${address.port}/v1\n`);
});
