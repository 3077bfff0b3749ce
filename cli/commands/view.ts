/** `gavel view`: the web pages, served from this machine. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { view } from '../../reports/view.ts';
import { LANGUAGES, type Language } from '../../reports/words/i18n.ts';
import { annotatorSchema } from '../../runners/annotation/answer.ts';
import { type Io, note } from '../io.ts';
import { portNumber, storeOption, tokenIn, wholeNumber } from '../options/options.ts';

interface Flags {
  readonly store: string;
  readonly port: number;
  readonly host: string;
  readonly tokenEnv: string;
  readonly annotator?: string[];
  readonly overlap: number;
  readonly language?: Language;
}

export function viewCommand(io: Io): Command {
  return new Command('view')
    .description(
      'Web pages from this machine: the board, from a score to the sentence behind it; compare reports blind; agreement. Ctrl-C ends it.',
    )
    .argument('[sweep]', 'only what this sweep planned')
    .addOption(storeOption())
    .option('--port <n>', 'port; 0 for any free one', portNumber, 8080)
    .option('--host <address>', 'address to listen on; beyond this machine a token is needed', '127.0.0.1')
    .option(
      '--token-env <name>',
      'environment variable that holds a secret that opens the pages (made up where one is needed and none is set)',
      'GAVEL_TOKEN',
    )
    .option(
      '--annotator <name>',
      'who may annotate, each by a link of their own (repeatable; default: anyone who needs no token)',
      annotators,
    )
    .option('--overlap <n>', 'people that every pair is given to', wholeNumber(1), 2)
    .addOption(new Option('--language <code>', 'of the pages, until the reader switches (default: the browser’s)').choices(LANGUAGES))
    .action(serve(io));
}

function serve(io: Io) {
  return async (sweep: string | undefined, { annotator = [], store, tokenEnv, ...flags }: Flags): Promise<void> => {
    const ended = new AbortController();
    // Listened for first, so that a Ctrl-C while the port opens is not lost.
    const stopListening = io.onInterrupt(() => ended.abort());
    try {
      await view(
        resolve(io.cwd, store),
        { ...flags, sweep, token: tokenIn(io, tokenEnv), annotators: annotator },
        {
          stopping: ended.signal,
          onListening(address, links) {
            io.stdout.write([address, ...links.map((link) => `${link.annotator}: ${link.address}`)].map((line) => `${line}\n`).join(''));
            note(io, 'Ctrl-C ends it.');
          },
          onError: (error) => note(io, `gavel: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
        },
      );
    } finally {
      stopListening();
    }
  };
}

function annotators(text: string, before: readonly string[] = []): string[] {
  const name = annotatorSchema.safeParse(text);
  if (!name.success) throw new InvalidArgumentError('Expected a name of 1 to 64 characters.');
  return [...before, name.data];
}
