/** The limit to compare `gavel serve` with: the same framework, which reads a request and answers one small result an item. Prints its URL. */
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';

const app = new Hono();
app.post('/v1/rewards', async (c) => {
  const { items } = (await c.req.json()) as { items: { id: string }[] };
  return c.json({ results: items.map(({ id }) => ({ id, reward: 0.5 })) });
});
app.post('/slime', async (c) => {
  await c.req.json();
  return c.json(0.5);
});
const server = createAdaptorServer({ fetch: app.fetch });
server.listen({ port: 0, host: '127.0.0.1', backlog: 2048 }, () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.stdout.write(`http://127.0.0.1:${address.port}\n`);
});
