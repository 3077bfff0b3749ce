import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pulledFile } from '../../benchmarks/benchmark.ts';
import type { Pinned } from '../../benchmarks/sources/source.ts';
import { pull, pullFrom } from '../../runners/pull.ts';
import { testFolder } from '../benchmarks/folder.ts';

const folder = testFolder();
const rows = Array.from({ length: 60 }, (_, i) =>
  JSON.stringify({ sample_id: `s${i}`, prompt: 'Why?', domain: 'STEM', rubrics: [{ criterion: 'c', weight: 1, axis: 'a' }] }),
);
const content = Buffer.from(`${rows.join('\n')}\n`);
const revision = '0123456789abcdef0123456789abcdef01234567';
const name = 'researchrubrics';
const pinned: Pinned = {
  url: `https://example.invalid/resolve/${revision}/processed_data.jsonl`,
  revision,
  sha256: createHash('sha256').update(content).digest('hex'),
  bytes: content.length,
};

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
let server: Server;
let answer: Handler;
let asked: IncomingMessage[];
let cacheDir: string;
let round = 0;

beforeEach(async () => {
  asked = [];
  cacheDir = join(folder.path, `cache-${round++}`);
  server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(
  () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
);

const sendFile: Handler = (request, response) => {
  const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (start === 0) return void response.end(content);
  response.writeHead(206, { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` });
  response.end(content.subarray(start));
};

function endpoint(): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

const options = () => ({
  name,
  pinned,
  cacheDir,
  env: {},
  endpoint: endpoint(),
  warn: (line: string) => warnings.push(line),
});
const warnings: string[] = [];
const left = () => (existsSync(join(cacheDir, 'researchrubrics')) ? readdirSync(join(cacheDir, 'researchrubrics')) : []);
const part = () => `${pulledFile(name, pinned, cacheDir)}.${revision.slice(0, 12)}.part`;

function writePart(bytes: Buffer | string): void {
  mkdirSync(dirname(part()), { recursive: true });
  writeFileSync(part(), bytes);
}

describe('pull', () => {
  it('goes through the proxy that the environment names, redirects too, and past it where it is told to', async () => {
    answer = (request, response) => {
      if (request.url?.startsWith('http://mirror.invalid/')) {
        response.writeHead(302, { location: 'http://files.invalid/file' }).end();
      } else sendFile(request, response);
    };
    const pulled = await pull({ ...options(), env: { HTTP_PROXY: endpoint() }, endpoint: 'http://mirror.invalid' });
    expect(pulled).toMatchObject({ official: true, sha256: pinned.sha256 });
    expect(asked.map(({ url }) => url)).toEqual([
      `http://mirror.invalid/resolve/${revision}/processed_data.jsonl`,
      'http://files.invalid/file',
    ]);
    cacheDir += '-2';
    await pull({ ...options(), env: { HTTP_PROXY: 'http://127.0.0.1:1', NO_PROXY: 'files.invalid' } });
    expect(asked[2]?.url).toBe(`/resolve/${revision}/processed_data.jsonl`);
    await expect(pull({ ...options(), cacheDir: `${cacheDir}-3`, env: { http_proxy: 'http://a b' } })).rejects.toThrow(
      /^HTTP_PROXY should look/,
    );
  });

  it('puts the file in place once its checksum is right, and asks no one when it is there', async () => {
    answer = sendFile;
    expect(await pull(options())).toMatchObject({ sha256: pinned.sha256, official: true, already: false });
    expect(readFileSync(pulledFile(name, pinned, cacheDir))).toEqual(content);
    expect(left()).toEqual(['processed_data.jsonl']);
    expect(asked[0]?.url).toBe(`/resolve/${revision}/processed_data.jsonl`);
    expect(await pull(options())).toMatchObject({ already: true });
    expect(asked).toHaveLength(1);
  });

  it('continues a download that ended early where it stopped', async () => {
    answer = (_, response) => void response.write(content.subarray(0, 1000), () => response.end());
    await expect(pull(options())).rejects.toThrow(`stopped after 1000 of ${content.length} bytes`);
    expect(left()).toEqual([`processed_data.jsonl.${revision.slice(0, 12)}.part`]);
    answer = sendFile;
    await pull(options());
    expect(asked.at(-1)?.headers.range).toBe('bytes=1000-');
    expect(readFileSync(pulledFile(name, pinned, cacheDir))).toEqual(content);
    expect(left()).toEqual(['processed_data.jsonl']);
  });

  it('continues a download whose connection broke', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 1000), () => response.destroy());
    };
    await expect(pull(options())).rejects.toThrow(/stopped after \d+ of 6230 bytes \(\w+\): run the command again to resume$/);
    answer = sendFile;
    await pull(options());
    expect(readFileSync(pulledFile(name, pinned, cacheDir))).toEqual(content);
  });

  it('starts over where the host does not continue', async () => {
    writePart('x'.repeat(500));
    answer = (_, response) => void response.end(content);
    await pull(options());
    expect(readFileSync(pulledFile(name, pinned, cacheDir))).toEqual(content);
  });

  it('drops a part that the host refuses to continue', async () => {
    writePart('xx');
    answer = (_, response) => void response.writeHead(416).end();
    await expect(pull(options())).rejects.toThrow('run the command again to start over');
    expect(left()).toEqual([]);
  });

  it('takes a finished part without asking, and drops one that is too long', async () => {
    writePart(content);
    await pull(options());
    expect(asked).toHaveLength(0);
    writePart(Buffer.concat([content, content]));
    writeFileSync(pulledFile(name, pinned, cacheDir), 'changed');
    answer = sendFile;
    await pull(options());
    expect(asked[0]?.headers.range).toBeUndefined();
  });

  it('refuses another content of the same length and leaves nothing', async () => {
    answer = (_, response) => void response.end(Buffer.alloc(content.length, 'x'));
    await expect(pull(options())).rejects.toThrow(`expected sha256 ${pinned.sha256}, got`);
    expect(left()).toEqual([]);
  });

  it('refuses a spoilt part and leaves nothing', async () => {
    writePart('y'.repeat(100));
    answer = sendFile;
    await expect(pull(options())).rejects.toThrow('nothing was kept');
    expect(left()).toEqual([]);
  });

  it('stops a host that sends without end', async () => {
    answer = (_, response) => {
      const more = () => response.write(Buffer.alloc(65_536), () => !response.destroyed && more());
      more();
    };
    await expect(pull(options())).rejects.toThrow('nothing was kept');
    expect(left()).toEqual([]);
  });

  it.each<[string, number, Record<string, string>, string]>([
    ['a missing file', 404, {}, 'answered 404'],
    ['a gated file', 401, {}, "answered 401: accept the dataset's conditions in a browser and set HF_TOKEN"],
    ['a login page', 200, { 'content-type': 'text/html; charset=utf-8' }, 'answered with a web page'],
    ['another length', 200, { 'content-length': '5' }, `offers 5 bytes, expected ${content.length}`],
    ['another range', 206, { 'content-range': 'bytes 7-11/12' }, 'answered with another range'],
  ])('names %s and leaves nothing', async (_, status, headers, message) => {
    answer = (__, response) => void response.writeHead(status, headers).end('<a/>!');
    const refused = await pull(options()).catch(String);
    expect(refused).toContain(message);
    expect(refused).not.toContain('\n');
    expect(left()).toEqual([]);
  });

  it('follows a redirect, and keeps the token from the other host', async () => {
    const other = createServer((request, response) => {
      asked.push(request);
      sendFile(request, response);
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    answer = (_, response) => void response.writeHead(302, { location: `http://127.0.0.1:${address.port}/file` }).end();
    await pull({ ...options(), token: 'secret' });
    expect(asked.map((request) => request.headers.authorization)).toEqual(['Bearer secret', undefined]);
    other.closeAllConnections();
    await new Promise((resolve) => other.close(resolve));
  });

  it('says in one line what to do when the host cannot be reached', async () => {
    const gone = { ...options(), endpoint: endpoint() };
    await new Promise((resolve) => server.close(resolve));
    const refused = pull(gone);
    await expect(refused).rejects.toThrow(/^cannot reach 127\.0\.0\.1:\d+ \(ECONNREFUSED\): download \S+ elsewhere and give --from FILE$/);
  });

  it('refuses an endpoint that is none', async () => {
    await expect(pull({ ...options(), endpoint: 'ftp://x' })).rejects.toThrow('expected an endpoint like');
  });
});

describe('pullFrom', () => {
  it('takes a local copy, plain or packed', async () => {
    for (const file of [folder.write('copy.jsonl', content), folder.write('copy.jsonl.gz', gzipSync(content))]) {
      expect(await pullFrom(file, options())).toMatchObject({ official: true, bytes: content.length });
      expect(readFileSync(pulledFile(name, pinned, cacheDir))).toEqual(content);
    }
    expect(left()).toEqual(['processed_data.jsonl']);
    expect(warnings).toEqual([]);
  });

  it('warns of another revision, and refuses it when a checksum is demanded', async () => {
    const file = folder.write('older.jsonl', `${rows[0]}\n`);
    await expect(pullFrom(file, options(), pinned.sha256)).rejects.toThrow(`expected sha256 ${pinned.sha256}`);
    expect(left()).toEqual([]);
    expect(await pullFrom(file, options())).toMatchObject({ official: false });
    expect(warnings.splice(0)).toEqual([expect.stringContaining('is not revision 0123456789ab of researchrubrics')]);
  });

  it('refuses a file that does not load, and one of another layout', async () => {
    await expect(pullFrom(folder.write('bad.jsonl', '{'), options())).rejects.toThrow('bad.jsonl:1: expected one JSON object a line');
    const own = folder.write('own.jsonl', '{"id":"a","query":"q","language":"en","domain":"d"}');
    await expect(pullFrom(own, options())).rejects.toThrow('expected the official layout of researchrubrics');
    expect(left()).toEqual([]);
  });
});
