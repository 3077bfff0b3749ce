/** pdfText: the words of a PDF, read in a thread of its own with a bound on memory, time and pages: a file may be made to hang its reader. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { withDeadline } from '../../../../judge/model/deadline.ts';
import { SearchError } from '../search.ts';

export interface PdfText {
  readonly title: string;
  readonly text: string;
  /** Pages of the file, and how many of them were read. */
  readonly pages: number;
  readonly read: number;
}

const MOST_PAGES = 60;
const TIMEOUT_MS = 20_000;
const MOST_MEMORY_MB = 256;
/** Bytes of one stream once it is unpacked: a thread's bound on memory does not count them, and a megabyte may hold a thousand. */
const MOST_STREAM = 32 * 1024 * 1024;

/** Plain JavaScript, since a thread reads no other; `%` is where the reader lies. */
const READER = `
const { parentPort, workerData } = require('node:worker_threads');
let tooLarge = false;
const unpacked = 'a part of it unpacks to more than it may';
// Without it streams are unpacked piece by piece into arrays, of which none may be too large.
globalThis.DecompressionStream = undefined;
globalThis.Uint8Array = new Proxy(Uint8Array, {
  construct(made, given, as) {
    if (typeof given[0] === 'number' && given[0] > workerData.mostStream) {
      tooLarge = true;
      throw new RangeError(unpacked);
    }
    return Reflect.construct(made, given, as === globalThis.Uint8Array ? made : as);
  },
});
(async () => {
  const { getDocument } = await import(workerData.reader);
  const file = await getDocument({ data: workerData.bytes, useSystemFonts: true, isEvalSupported: false, verbosity: 0 }).promise;
  const { info } = await file.getMetadata().catch(() => ({ info: {} }));
  const pages = [];
  const read = Math.min(file.numPages, workerData.most);
  for (let n = 1; n <= read; n++) {
    const { items } = await (await file.getPage(n)).getTextContent();
    let text = '';
    let last;
    for (const item of items) {
      if (item.str === undefined) continue;
      const y = item.transform[5];
      if (last !== undefined && Math.abs(y - last) > 1 && !text.endsWith('\\n')) text += '\\n';
      text += item.str + (item.hasEOL ? '\\n' : '');
      if (item.str.trim() !== '') last = y;
    }
    pages.push(text.trim());
  }
  if (tooLarge) throw new Error(unpacked);
  parentPort.postMessage({ title: typeof info.Title === 'string' ? info.Title : '', pages, of: file.numPages });
})().catch((error) => parentPort.postMessage({ error: String(error && error.message || error).slice(0, 200) }));
`;

interface Told {
  readonly title?: string;
  readonly pages?: readonly string[];
  readonly of?: number;
  readonly error?: string;
}

export function isPdf(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, 1024)).includes('%PDF-');
}

/** @throws SearchError (unreadable) for a broken file, one that takes too long, or one that holds pictures alone; the signal's reason */
export async function pdfText(bytes: Uint8Array, signal: AbortSignal): Promise<PdfText> {
  const told = await withDeadline(
    TIMEOUT_MS,
    signal,
    () => new SearchError('unreadable', 'the PDF takes too long to read'),
    (inner) => run(bytes, inner),
  );
  if (told.error !== undefined || told.pages === undefined || told.of === undefined)
    throw new SearchError('unreadable', `the PDF is broken (${told.error ?? 'no pages'})`);
  const text = told.pages.join('\n\n').trim();
  if (text === '') throw new SearchError('unreadable', `the PDF has ${told.of} pages and no text: it is a scan`);
  return { title: told.title ?? '', text, pages: told.of, read: told.pages.length };
}

async function run(bytes: Uint8Array, signal: AbortSignal): Promise<Told> {
  // Resolved here: a thread made of text knows no folder.
  const reader = pathToFileURL(createRequire(import.meta.url).resolve('pdfjs-serverless')).href;
  const worker = new Worker(READER, {
    eval: true,
    workerData: { bytes, most: MOST_PAGES, mostStream: MOST_STREAM, reader },
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
  });
  try {
    return await new Promise<Told>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      worker.once('message', resolve);
      worker.once('error', (error: Error) => resolve({ error: error.message }));
      worker.once('exit', () => resolve({ error: 'its reader stopped' }));
    });
  } finally {
    await worker.terminate();
  }
}
