/** A chat endpoint for measurements: answers every request after a fixed latency with a well-formed verdict. Prints its URL. */
import { createServer } from 'node:http';

const latencyMs = Number(process.argv[2] ?? '50');

const REASON =
  'The report addresses this in its second section, names the figure with its source and states the limits of the evidence; nothing in the other sections contradicts it.';

function reply(body: string): string {
  const label = body.includes('"absent"') ? 'absent' : 'satisfied';
  const verdict = { reason: REASON, quotes: [], label, confidence: 0.9 };
  const content = JSON.stringify(
    body.includes('"name":"verdicts"') ? { verdicts: idsIn(body).map((id) => ({ id, ...verdict })) } : verdict,
  );
  return JSON.stringify({
    id: 'bench',
    object: 'chat.completion',
    created: 0,
    model: 'bench',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: Math.round(body.length / 4), completion_tokens: 60, total_tokens: Math.round(body.length / 4) + 60 },
  });
}

/** Of the criteria of one call, as the schema of its reply names them. */
function idsIn(body: string): string[] {
  const { response_format } = JSON.parse(body) as { response_format: { json_schema: { schema: object } } };
  const [, ids = '[]'] = /"id":\{[^}]*"enum":(\[[^\]]*\])/.exec(JSON.stringify(response_format.json_schema.schema)) ?? [];
  return JSON.parse(ids) as string[];
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const answer = reply(Buffer.concat(chunks).toString('utf8'));
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) });
      response.end(answer);
    }, latencyMs);
  });
});
server.keepAliveTimeout = 60_000;
server.listen({ port: 0, host: '127.0.0.1', backlog: 2048 }, () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.stdout.write(`http://127.0.0.1:${address.port}/v1\n`);
});
