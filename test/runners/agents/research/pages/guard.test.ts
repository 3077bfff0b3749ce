import { createServer } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { checkedAddress, guardedLookup, isPublic } from '../../../../../runners/agents/research/pages/guard.ts';
import { type PageOpener, pageOpener } from '../../../../../runners/agents/research/pages/open-page.ts';
import { NEVER } from '../../fixtures.ts';

const state = { port: 0, requests: 0 };
const server = createServer((request, response) => {
  state.requests++;
  const to = new URL(request.url ?? '', 'http://a.test').searchParams.get('to');
  response.writeHead(to === null ? 200 : 302, { connection: 'close', ...(to !== null && { location: to }) });
  response.end(`the words at ${request.url}`);
});
const opened: PageOpener[] = [];

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  for (const opener of opened) await opener.close();
  server.close();
});

const PORT = 'PORT';
const ATTEMPTS = [
  'http://127.0.0.1:PORT/',
  'http://localhost:PORT/',
  'http://LOCALHOST.:PORT/',
  'http://0x7f000001:PORT/',
  'http://2130706433:PORT/',
  'http://0177.0.0.1:PORT/',
  'http://127.1:PORT/',
  'http://0:PORT/',
  'http://[::1]:PORT/',
  'http://[::]:PORT/',
  'http://[::ffff:127.0.0.1]:PORT/',
  'http://[::ffff:7f00:1]:PORT/',
  'http://[64:ff9b::7f00:1]:PORT/',
  'http://[fd00::1]:PORT/',
  'http://[fe80::1]:PORT/',
  'http://169.254.169.254/latest/meta-data/',
  'http://100.100.100.200/',
  'http://168.63.129.16/',
  'http://10.0.0.1/',
  'http://172.16.9.9/',
  'http://192.168.1.1/',
  'http://metadata.google.internal/',
  'http://127.0.0.1.nip.io:PORT/',
  'http://localtest.me:PORT/',
  'http://router.lan/',
  'http://host:PORT/',
  'http://①②⑦.0.0.1:PORT/',
  'file:///etc/passwd',
  'ftp://a.test/',
  'data:text/html,x',
  'http://u:p@127.0.0.1:PORT/',
  'http://user@a.test/',
  'not an address',
];

function opener(options: Partial<Parameters<typeof pageOpener>[0]> = {}): PageOpener {
  const made = pageOpener({ env: {}, ...options });
  opened.push(made);
  return made;
}

describe('addresses that are never opened', () => {
  test.each(ATTEMPTS)('%s', async (address) => {
    const url = address.replace(PORT, String(state.port));
    await expect(opener().open(url, NEVER)).rejects.toMatchObject({
      name: 'SearchError',
      kind: 'refused',
      message: expect.stringContaining('is not opened'),
    });
    // The same where a proxy would fetch it.
    const proxied = opener({ env: { http_proxy: `http://127.0.0.1:${state.port}`, no_proxy: '*' } });
    await expect(proxied.open(url, NEVER)).rejects.toMatchObject({ kind: 'refused' });
    expect(state.requests).toBe(0);
  });

  test('names that lead to this machine, at once or at a later look-up', async () => {
    const to = (address: string) => async () => [{ address, family: address.includes(':') ? 6 : 4 }];
    for (const address of ['127.0.0.1', '::1', '10.1.2.3', '169.254.169.254', '::ffff:127.0.0.1'])
      await expect(opener({ resolve: to(address) }).open(`http://a.test:${state.port}/`, NEVER)).rejects.toMatchObject({ kind: 'refused' });
    const both = async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    await expect(opener({ resolve: both }).open(`http://a.test:${state.port}/`, NEVER)).rejects.toMatchObject({ kind: 'refused' });
    expect(state.requests).toBe(0);
  });

  test('what was looked up is what is connected to: the address is not looked up a second time', async () => {
    const answers = ['93.184.216.34', '127.0.0.1'];
    const look = guardedLookup(async () => [{ address: answers.shift() ?? '127.0.0.1', family: 4 }]);
    const given = (): Promise<unknown> =>
      new Promise((resolve) => look('a.test', { all: true }, (error, found) => resolve(error ?? found)));
    expect(await given()).toEqual([{ address: '93.184.216.34', family: 4 }]);
    expect(await given()).toMatchObject({ kind: 'refused' });
  });

  test.each([301, 302, 303, 307, 308])('a redirect (%i) to one of them', async (status) => {
    const { MockAgent } = await import('undici');
    const agent = new MockAgent();
    agent.disableNetConnect();
    agent
      .get('http://a.test')
      .intercept({ path: '/' })
      .reply(status, '', { headers: { location: `http://127.0.0.1:${state.port}/secret` } });
    await expect(opener({ dispatcher: agent }).open('http://a.test/', NEVER)).rejects.toMatchObject({ kind: 'refused' });
    expect(state.requests).toBe(0);
  });
});

describe('names whose address changes', () => {
  const PUBLIC = '93.184.216.34';

  /** A network in which PUBLIC alone answers, by the server of this file. Notes what was looked up, and where sockets were sent. */
  function network(names: Readonly<Record<string, readonly string[]>>) {
    const asked: string[] = [];
    const sent: string[] = [];
    const connect = net.connect.bind(net) as (options: net.TcpNetConnectOpts) => net.Socket;
    const spy = vi.spyOn(net, 'connect').mockImplementation(((options: net.TcpNetConnectOpts) =>
      connect({
        ...options,
        lookup: (host, about, done) =>
          options.lookup?.(host, { ...about, all: false }, (error, address, family) => {
            if (error === null) sent.push(String(address));
            done(error, about.all === true ? ([{ address: '127.0.0.1', family: 4 }] as never) : '127.0.0.1', family);
          }),
      })) as never);
    onTestFinished(() => spy.mockRestore());
    const made = opener({
      resolve: async (host) => {
        const answers = names[host] ?? [];
        const address = answers[asked.filter((name) => name === host).length] ?? answers.at(-1) ?? '';
        asked.push(host);
        return [{ address, family: 4 }];
      },
    });
    return { asked, sent, open: (address: string) => made.open(address.replace(PORT, String(state.port)), NEVER) };
  }

  test('the socket goes to the address that was checked, and the name is looked up once for it', async () => {
    const { asked, sent, open } = network({ 'a.test': [PUBLIC, '127.0.0.1'] });
    expect((await open('http://a.test:PORT/page')).text).toBe('the words at /page');
    expect({ asked, sent }).toEqual({ asked: ['a.test'], sent: [PUBLIC] });
  });

  test.each(['127.0.0.1', '10.1.2.3', '169.254.169.254'])(
    'the next page of the name is not opened once it leads to %s',
    async (address) => {
      const { sent, open } = network({ 'a.test': [address], 'b.test': [PUBLIC, address] });
      await open('http://b.test:PORT/one');
      await expect(open('http://b.test:PORT/two')).rejects.toMatchObject({ kind: 'refused' });
      await expect(open('http://a.test:PORT/')).rejects.toMatchObject({ kind: 'refused' });
      expect(sent).toEqual([PUBLIC]);
    },
  );

  test('nor is the name that a public page redirects to', async () => {
    const { sent, open } = network({ 'a.test': [PUBLIC], 'b.test': [PUBLIC, '127.0.0.1'], 'c.test': ['127.0.0.1'] });
    const via = (address: string) => `http://a.test:PORT/?to=${encodeURIComponent(address.replace(PORT, String(state.port)))}`;
    expect((await open(via('http://b.test:PORT/first'))).url).toContain('/first');
    await expect(open(via('http://b.test:PORT/second'))).rejects.toMatchObject({ kind: 'refused' });
    for (const address of ['http://c.test:PORT/', '//c.test:PORT/', 'http://0:PORT/', via('http://c.test:PORT/')])
      await expect(open(via(address))).rejects.toMatchObject({ kind: 'refused' });
    expect(new Set(sent)).toEqual(new Set([PUBLIC]));
  });
});

test('public addresses are opened', () => {
  for (const address of ['8.8.8.8', '93.184.216.34', '2606:4700::1111', '100.63.255.255', '172.32.0.1', '11.0.0.1'])
    expect(isPublic(address)).toBe(true);
  for (const url of ['https://example.com/', 'http://93.184.216.34:8080/x', 'https://例子.测试/页', 'https://[2606:4700::1111]/'])
    expect(checkedAddress(url).protocol).toMatch(/^http/);
});
