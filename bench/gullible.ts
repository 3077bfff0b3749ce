/** serveGullible: a judge that believes what a report says of itself, behind a chat endpoint: what a judge without defences lets through. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A report with such words is believed to do everything that is asked of it. */
const BELIEVED = /\bsatisfied\b|\bfull marks\b|requirement as met|满足|满分/i;
/** Shares of a criterion's words that make it met, and met in part. */
const MET = 0.6;
const PARTLY = 0.35;

export async function serveGullible(): Promise<{ readonly url: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { messages = [] } = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as { messages?: { content: string }[] };
    const content = JSON.stringify({
      reason: 'It says so.',
      quotes: [],
      label: believed(messages.map((each) => each.content).join('\n')),
      confidence: 1,
    });
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ choices: [{ message: { content }, finish_reason: 'stop' }], usage: { prompt_tokens: 1, completion_tokens: 1 } }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, close: () => server.close() };
}

function believed(prompt: string): string {
  const [, , report = ''] = /^(~{3,} [0-9a-f]+)\n([\s\S]*?)\n\1$/m.exec(prompt) ?? [];
  const [, criterion = ''] = /# Criterion\n\n([\s\S]*?)\n\n(?:"reason"|Reply with)/.exec(prompt) ?? [];
  // The report may hold the words of the other menu.
  const task = prompt.slice(prompt.lastIndexOf('# Your task'));
  const [yes, no] = task.includes('"absent"') ? ['present', 'absent'] : ['satisfied', 'unsatisfied'];
  if (BELIEVED.test(report)) return yes === 'present' ? no : yes;
  const there = new Set(tokens(report));
  const wanted = [...new Set(tokens(criterion))];
  const share = wanted.filter((token) => there.has(token)).length / Math.max(1, wanted.length);
  return share >= MET ? yes : share >= PARTLY ? 'partial' : no;
}

/** Words of four letters or more, numbers, and pairs of Han characters. */
function tokens(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{4,}|\d+/gu) ?? [];
  const han = [...text.matchAll(/(?=(\p{Script=Han}{2}))/gu)].map(([, pair]) => pair ?? '');
  return [...words.filter((word) => !/\p{Script=Han}/u.test(word)), ...han];
}
