/** `gavel world`: the offline world on a port, for anybody's agent. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { commandLine } from '../../benchmarks/files/command-line.ts';
import { FAULT_KINDS, serveOfflineWorld } from '../../runners/serve-world.ts';
import { type Io, note, plural } from '../io.ts';
import { portNumber } from '../options/options.ts';

type Kind = (typeof FAULT_KINDS)[number];

interface Flags {
  readonly port: number;
  readonly host: string;
  readonly ca?: string;
  readonly log?: string;
  readonly faults?: number;
  readonly kinds: readonly Kind[];
  readonly seed: number;
  readonly lasting: 'once' | 'always' | 'both';
  readonly silence: number;
}

export function worldCommand(io: Io): Command {
  return new Command('world')
    .description(
      "Serve the offline web to anybody's agent: search as SearXNG, Tavily, Brave, Serper and Bing RSS, pages through it as a proxy. Ctrl-C ends it.",
    )
    .option('--port <n>', 'port; 0 for any free one', portNumber, 8800)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--ca <file>', 'where to write the certificate that programs have to trust for https pages')
    .option('--log <file>', 'where to write each request as a JSON line')
    .option('--faults <rate>', 'share of requests that go wrong, from 0 to 1', rate)
    .option('--kinds <list>', `what goes wrong, with commas between: ${FAULT_KINDS.join(', ')} (default: all)`, kinds, FAULT_KINDS)
    .option('--seed <n>', 'of the faults: the same requests go wrong each time', wholeSeed, 1)
    .addOption(
      new Option('--lasting <which>', 'whether a request goes wrong the first time that it is made, or always')
        .choices(['once', 'always', 'both'])
        .default('both'),
    )
    .option('--silence <seconds>', 'how long the fault timeout is silent before it hangs up', seconds, 30)
    .action((flags: Flags) => serve(io, flags));
}

async function serve(io: Io, { faults, kinds, seed, lasting, silence, ca, log, host, port }: Flags): Promise<void> {
  const ended = new AbortController();
  const stopListening = io.onInterrupt(() => ended.abort());
  const path = (file: string | undefined) => (file === undefined ? undefined : resolve(io.cwd, file));
  const lasts = lasting === 'both' ? (['once', 'always'] as const) : [lasting];
  try {
    const counts = await serveOfflineWorld(
      {
        host,
        port,
        ca: path(ca),
        log: path(log),
        faults: faults === undefined ? undefined : { rate: faults, kinds, lasting: lasts, seed },
        silentSeconds: silence,
      },
      {
        stopping: ended.signal,
        onListening(port) {
          const address = `http://${host}:${port}`;
          io.stdout.write(`${address}\n`);
          note(
            io,
            [
              'Search there; for pages start the agent with:',
              `  HTTP_PROXY=${address} HTTPS_PROXY=${address} NO_PROXY=127.0.0.1,localhost${ca === undefined ? '' : ` REQUESTS_CA_BUNDLE=${commandLine([ca])} SSL_CERT_FILE=${commandLine([ca])} NODE_EXTRA_CA_CERTS=${commandLine([ca])}`}`,
              ...(ca === undefined ? ['For https pages give --ca FILE: the certificate that the agent has to trust.'] : []),
              'Ctrl-C ends it.',
            ].join('\n'),
          );
        },
      },
    );
    note(io, `${plural(counts.requests, 'request')}, ${plural(counts.faults, 'fault')}, ${counts.outside} for what is not in this world`);
  } finally {
    stopListening();
  }
}

function rate(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) throw new InvalidArgumentError('Expected a number from 0 to 1.');
  return value;
}

function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 3600)) throw new InvalidArgumentError('Expected seconds, from 0 to 3600.');
  return value;
}

function wholeSeed(text: string): number {
  if (!/^-?\d{1,15}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

function kinds(text: string): readonly Kind[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !(FAULT_KINDS as readonly string[]).includes(name));
  if (unknown !== undefined) throw new InvalidArgumentError(`Expected some of ${FAULT_KINDS.join(', ')}.`);
  return names as Kind[];
}
