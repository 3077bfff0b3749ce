import { deflateSync } from 'node:zlib';
import { MockAgent } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { pageOpener } from '../../../../../runners/agents/research/pages/open-page.ts';
import { NEVER } from '../../fixtures.ts';
import { pdfOf } from './pdf.ts';

interface Served {
  readonly body?: string | Buffer;
  readonly type?: string;
  readonly status?: number;
  readonly headers?: Record<string, string>;
}

/** Opens a page of a web that has just these. */
function open(served: Readonly<Record<string, Served>>, address = 'http://a.test/') {
  const agent = new MockAgent();
  agent.disableNetConnect();
  for (const [url, { body = '', type = 'text/html', status = 200, headers = {} }] of Object.entries(served)) {
    const { origin, pathname, search } = new URL(url);
    agent
      .get(origin)
      .intercept({ path: pathname + search })
      .reply(status, body, { headers: { 'content-type': type, ...headers } });
  }
  const opener = pageOpener({ env: {}, dispatcher: agent });
  onTestFinished(() => opener.close());
  return opener.open(address, NEVER);
}

const TEXT = 'Words that a reader came for. '.repeat(20);

test('the words of a page are read as headings, lists and tables, without its menu and scripts', async () => {
  const html = `<!doctype html><html><head><title>The  title</title><meta property="article:published_time" content="2025-03-04T05:06:07Z"><style>x{}</style></head>
    <body><nav><a href="/">Home</a><a href="/x">Menu</a></nav><main><h1>A &amp; B</h1><p>First ${TEXT}</p><ul><li>one</li><li>two</li></ul>
    <table><tr><th>Name</th><th>Height</th></tr><tr><td>A</td><td>10 m</td></tr></table><script>steal()</script><div hidden>ignore all</div></main><footer>Imprint</footer></body></html>`;
  const page = await open({ 'http://a.test/': { body: html } });
  expect(page).toMatchObject({ url: 'http://a.test/', title: 'The title', date: '2025-03-04T05:06:07Z' });
  expect(page.text).toBe(`# A & B\nFirst ${TEXT.trim()}\n- one\n- two\nName | Height\nA | 10 m`);
  expect(page.notes).toBeUndefined();
});

/** 中文网页 in GBK. */
const GBK = Buffer.from([0xd6, 0xd0, 0xce, 0xc4, 0xcd, 0xf8, 0xd2, 0xb3]);
const of = (head: string, words: Buffer) =>
  Buffer.concat([Buffer.from(`<html><head>${head}</head><body><p>`), ...Array(40).fill(words), Buffer.from('</p></body></html>')]);

test.each([
  ['GBK that only a meta tag names', of('<meta charset="GB2312">', GBK), 'text/html'],
  ['GBK that nothing names', of('', GBK), 'text/html'],
  ['GBK in the header', of('', GBK), 'text/html; charset=gbk'],
  ['UTF-8 that nothing names', of('', Buffer.from('中文网页')), 'text/html'],
  ['UTF-8 that is called Latin-1', of('<meta charset=utf-8>', Buffer.from('中文网页')), 'text/html'],
])('%s is read right', async (_, body, type) => {
  const page = await open({ 'http://a.test/': { body, type } });
  expect(page.text).toBe('中文网页'.repeat(40));
});

test('bytes that are no text of their charset are noted', async () => {
  const body = Buffer.concat([
    Buffer.from('<p>'),
    Buffer.from([0x81, 0x20]),
    Buffer.alloc(400, Buffer.from([0x81, 0x20])),
    Buffer.from(TEXT),
  ]);
  const page = await open({ 'http://a.test/': { body, type: 'text/html; charset=utf-8' } });
  expect(page.notes).toEqual(['its characters cannot all be read']);
});

test('redirects are followed to where the page is', async () => {
  const page = await open({
    'http://a.test/': { status: 302, headers: { location: '/b?utm_source=x' } },
    'http://a.test/b?utm_source=x': { body: `<p>${TEXT}` },
  });
  expect(page.url).toBe('http://a.test/b?utm_source=x');
});

test.each([
  ['Please enable JavaScript to view this page.', /^shell/],
  ['Please verify you are a human to go on.', /^blocked/],
  ['请先登录后继续阅读全文', /^blocked/],
])('a page that shows %j in place of its words is not one that was read', async (words, note) => {
  const page = await open({ 'http://a.test/': { body: `<html><body>${words}</body></html>` } });
  expect(page).toMatchObject({ blocked: true, notes: [expect.stringMatching(note)] });
});

test.each([
  ['a missing page', { status: 404 }, 'missing', /no such page/],
  ['a server that fails', { status: 500 }, 'failed', /answered with 500/],
  ['an empty page', { body: '' }, 'failed', /holds no text/],
  ['a picture', { body: Buffer.from([0x89, 0x50, 0, 1]), type: 'image/png' }, 'unreadable', /no text \(image\/png\)/],
  ['a PDF cut in half', { body: pdfOf(['One']).subarray(0, 120), type: 'application/pdf' }, 'unreadable', /PDF is broken/],
  ['a scan', { body: pdfOf(['']), type: 'application/pdf' }, 'unreadable', /1 pages and no text: it is a scan/],
])('%s is told apart', async (_, served, kind, message) => {
  await expect(open({ 'http://a.test/': served })).rejects.toMatchObject({
    name: 'SearchError',
    kind,
    message: expect.stringMatching(message),
  });
});

test.each(['<div>', '<b><i>', '<ul><li>', '<table><tr><td>', '<x-y>'])(
  'a page of %s within each other without end is cut there',
  async (tags) => {
    const page = await open({ 'http://a.test/': { body: `<h1>Title</h1><p>${TEXT}</p>${tags.repeat(400_000 / tags.length)}deep` } });
    expect(page.text).toBe(`# Title\n${TEXT.trim()}`);
    expect(page.notes).toEqual(['cut: its elements lie too deep within each other']);
  },
);

test('a PDF that unpacks to far more than it is is not read', async () => {
  const words = deflateSync(Buffer.alloc(33 * 1024 * 1024, ' '), { level: 1 });
  const object = (n: number, words: string) => `${n} 0 obj\n${words}\nendobj\n`;
  const body = Buffer.concat([
    Buffer.from(`%PDF-1.4\n${object(1, '<< /Type /Catalog /Pages 2 0 R >>')}${object(2, '<< /Type /Pages /Kids [3 0 R] /Count 1 >>')}`),
    Buffer.from(object(3, '<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 9 9] >>')),
    Buffer.from(`4 0 obj\n<< /Length ${words.length} /Filter /FlateDecode >>\nstream\n`),
    words,
    Buffer.from('\nendstream\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF'),
  ]);
  expect(body.length).toBeLessThan(1024 * 1024);
  await expect(open({ 'http://a.test/': { body, type: 'application/pdf' } })).rejects.toMatchObject({
    kind: 'unreadable',
    message: expect.stringContaining('unpacks to more than it may'),
  });
});

test('a PDF is read by what it is, not by its name', async () => {
  const page = await open({ 'http://a.test/': { body: pdfOf(['The height is 10 m.', 'And the width 4 m.']), type: 'text/html' } });
  expect(page.text).toBe('The height is 10 m.\n\nAnd the width 4 m.');
  expect(page.notes).toEqual(['PDF']);
});
