/** `gavel view`: the web pages, served from this machine. */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { createViewApp } from '../../reports/web/app.ts';
import { LANGUAGES, type Language } from '../../reports/words/i18n.ts';
import { annotatorSchema } from '../../runners/annotation/answer.ts';
import { isLoopback } from '../../runners/http/guard.ts';
import { listen } from '../../runners/http/listen.ts';
import { checkSweep } from '../../runners/store/runs.ts';
import { type Store, withStore } from '../../runners/store/store.ts';
import { type Io, note } from '../io.ts';
import { storeOption, wholeNumber } from '../options/options.ts';

interface Flags {
  readonly store: string;
  readonly port: number;
  readonly host: string;
  readonly token?: string;
  readonly annotator?: string[];
  readonly overlap: number;
  readonly language?: Language;
}

export function viewCommand(io: Io): Command {
  return new Command('view')
    .description('Web pages from this machine: compare reports blind, see how far people and judges agree. Ctrl-C ends it.')
    .argument('[sweep]', 'only what this sweep planned')
    .addOption(storeOption())
    .option('--port <n>', 'port; 0 for any free one', portNumber, 8080)
    .option('--host <address>', 'address to listen on; beyond this machine a token is needed', '127.0.0.1')
    .option('--token <token>', 'secret that opens the pages (made up where one is needed and none is given)', tokenText)
    .option('--annotator <name>', 'who may annotate (repeatable; default: anyone, under a name of their own)', annotators)
    .option('--overlap <n>', 'people that every pair is given to', wholeNumber(1), 2)
    .addOption(new Option('--language <code>', 'of the pages, until the reader switches (default: the browser’s)').choices(LANGUAGES))
    .action((sweep: string | undefined, flags: Flags) =>
      withStore(resolve(io.cwd, flags.store), { mode: 'change' }, (store) => view(io, store, { ...flags, sweep })),
    );
}

async function view(io: Io, store: Store, flags: Flags & { readonly sweep: string | undefined }): Promise<void> {
  const { sweep, host, overlap, language } = flags;
  if (sweep !== undefined) checkSweep(store, sweep);
  const token = flags.token ?? (isLoopback(host) ? undefined : randomBytes(18).toString('base64url'));
  const app = createViewApp({
    store,
    sweep,
    host,
    token,
    annotators: flags.annotator ?? [],
    overlap,
    language,
    now: () => new Date().toISOString(),
    onError: (error) => note(io, `gavel: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  });
  // Listened for first, so that a Ctrl-C while the port opens is not lost.
  let interrupted = (): void => {};
  const ended = new Promise<void>((done) => {
    interrupted = done;
  });
  const stopListening = io.onInterrupt(interrupted);
  try {
    const server = await listen(app.fetch, host, flags.port);
    io.stdout.write(`${address(host, server.port, token)}\n`);
    note(io, 'Ctrl-C ends it.');
    await ended;
    await server.stop();
  } finally {
    stopListening();
  }
}

/** A link that can be opened as it is. Where every address is listened on, the reader puts in a name of this machine. */
function address(host: string, port: number, token: string | undefined): string {
  const shown = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return `http://${shown}:${port}/${token === undefined ? '' : `?token=${encodeURIComponent(token)}`}`;
}

function portNumber(text: string): number {
  const port = wholeNumber(0)(text);
  if (port <= 65_535) return port;
  throw new InvalidArgumentError('Expected a port from 0 to 65535.');
}

function tokenText(text: string): string {
  if (/^[\x21-\x7e]{8,}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected at least 8 letters, digits or signs, without spaces.');
}

function annotators(text: string, before: readonly string[] = []): string[] {
  const name = annotatorSchema.safeParse(text);
  if (!name.success) throw new InvalidArgumentError('Expected a name of 1 to 64 characters.');
  return [...before, name.data];
}
