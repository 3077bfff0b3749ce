import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { createHttpPool, type HttpPoolOptions } from '../../../runners/http/http-pool.ts';
import { closed } from '../agents/fixtures.ts';

async function serve(listener: RequestListener, options: HttpPoolOptions = {}) {
  const server = createServer(listener);
  const sockets: unknown[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const pool = createHttpPool(options);
  onTestFinished(async () => {
    await pool.close();
    server.closeAllConnections();
    server.close();
  });
  return { pool, server, sockets, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

test('method, headers and body arrive, and status, headers and body come back', async () => {
  const { pool, url } = await serve(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    response.writeHead(418, { 'x-said': String(request.headers['x-say']) }).end(`${request.method} ${Buffer.concat(chunks)}`);
  });
  const answer = await pool.fetch(url, { method: 'post', headers: { 'X-Say': 'hello' }, body: '报告' });
  expect([answer.status, answer.headers.get('x-said'), await answer.text()]).toEqual([418, 'hello', 'POST 报告']);
});

test('calls beyond the number of connections wait for one and share it', async () => {
  const { pool, url, sockets } = await serve((_, response) => response.end('ok'), { connections: 1 });
  await Promise.all([1, 2, 3].map(() => pool.fetch(url)));
  expect(sockets).toHaveLength(1);
});

test('an answer without a body is an answer', async () => {
  const { pool, url } = await serve((_, response) => response.writeHead(204).end());
  expect((await pool.fetch(url)).status).toBe(204);
});

test('an answer longer than allowed is an error with a code', async () => {
  const { pool, url } = await serve((_, response) => response.end('x'.repeat(1001)), { maxResponseBytes: 1000 });
  await expect(pool.fetch(url)).rejects.toMatchObject({ code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' });
});

test('an answer longer than allowed is broken off behind a proxy too', async () => {
  let sent = 0;
  const { url } = await serve((_, response) => {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(100_000))) sent++;
    };
    response.on('drain', more);
    more();
  });
  const pool = createHttpPool({ maxResponseBytes: 1000, env: { HTTP_PROXY: url } });
  onTestFinished(() => pool.close());
  await expect(pool.fetch('http://far.test/')).rejects.toMatchObject({ code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' });
  // What lay in buffers by then.
  expect(sent).toBeLessThan(200);
});

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
])('an answer may come compressed with %s though nobody asked, and is no longer than allowed unpacked', async (encoding, compress) => {
  const { pool, url } = await serve(
    (request, response) => {
      const said = request.url === '/long' ? 'x'.repeat(1001) : '报告';
      response.writeHead(200, { 'content-encoding': encoding }).end(compress(Buffer.from(said)));
    },
    { maxResponseBytes: 1000 },
  );
  const answer = await pool.fetch(url);
  expect([await answer.text(), answer.headers.get('content-encoding')]).toEqual(['报告', null]);
  await expect(pool.fetch(`${url}long`)).rejects.toMatchObject({ code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' });
});

test('an answer that is not what its encoding says is an error', async () => {
  const { pool, url } = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('plain'));
  await expect(pool.fetch(url)).rejects.toMatchObject({ code: 'Z_DATA_ERROR' });
});

test('an abort in the middle of the body rejects with the reason and closes the connection', async () => {
  const { pool, url, server } = await serve((_, response) => response.write('half'));
  const controller = new AbortController();
  const answer = pool.fetch(url, { signal: controller.signal });
  const [request] = await once(server, 'request');
  const gone = closed(request.socket);
  const reason = new Error('stop');
  controller.abort(reason);
  await expect(answer).rejects.toBe(reason);
  await gone;
});

test('closing breaks open calls off', async () => {
  const { pool, url, server } = await serve(() => {});
  const answer = pool.fetch(url);
  const rejected = expect(answer).rejects.toThrow();
  await once(server, 'request');
  await pool.close();
  await rejected;
});
