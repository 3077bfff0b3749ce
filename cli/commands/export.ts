/** `gavel export`: what the store holds, as JSON lines, CSV or Parquet. */
import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { Command, Option } from 'commander';
import { InputError } from '../../judge/errors.ts';
import { type Exported, exportParquet, exportText, FORMATS, type Format, JUDGED_BY, type JudgedBy } from '../../runners/export-lines.ts';

import { withStore } from '../../runners/store/store.ts';
import { type Io, note } from '../io.ts';
import { storeOption } from '../options/options.ts';

/** Written in blocks of about this many characters. */
const BLOCK = 1 << 16;

interface Flags {
  readonly store: string;
  readonly benchmark?: string;
  readonly format?: Format;
  readonly out?: string;
  readonly by?: JudgedBy;
}

export function exportCommand(io: Io): Command {
  const command = new Command('export').description(
    'Write what the store holds, an entry a line or row, in an order that depends on its content only.',
  );
  const add = (what: Exported, description: string) =>
    command
      .command(what)
      .description(description)
      .addOption(new Option('--format <name>', 'how it is written (default: as the name of --out ends, else jsonl)').choices(FORMATS))
      .option('--out <file>', 'write into this file instead of stdout; needed for parquet')
      .addOption(storeOption());
  const ofBenchmark = (part: Command) => part.option('--benchmark <name>', 'only this benchmark');
  const ofSweep = (part: Command) => part.argument('[sweep]', 'only what this sweep planned');
  const whole = (what: Exported) => (flags: Flags) => write(io, what, flags);
  const selected = (what: Exported) => (sweep: string | undefined, flags: Flags) => write(io, what, { ...flags, sweep });
  ofBenchmark(ofSweep(add('reports', 'every attempt of every agent: its report, what it took, and what judging it took'))).action(
    selected('reports'),
  );
  ofBenchmark(ofSweep(add('traces', 'what agents did in their attempts, an event a line'))).action(selected('traces'));
  ofBenchmark(add('verdicts', 'every verdict of every judge, with its reason and quotes'))
    .addOption(new Option('--by <kind>', 'only of judges of this kind: people’s labels, say').choices(JUDGED_BY))
    .action(whole('verdicts'));
  add('battles', 'every battle: models (both orders folded), people and imported files, with what was said for each outcome').action(
    whole('battles'),
  );
  return command;
}

async function write(io: Io, what: Exported, flags: Flags & { readonly sweep?: string | undefined }): Promise<void> {
  const format = flags.format ?? FORMATS.find((one) => flags.out?.toLowerCase().endsWith(`.${one}`)) ?? 'jsonl';
  const out = flags.out === undefined ? undefined : resolve(io.cwd, flags.out);
  /** An empty file says nothing of why. */
  function* orNote(text: Iterable<string>): Iterable<string> {
    let any = false;
    for (const piece of text) {
      any ||= piece !== '';
      yield piece;
    }
    if (!any) note(io, `nothing to write: ${flags.store} holds no such ${what}`);
  }
  await withStore(resolve(io.cwd, flags.store), { mode: 'read' }, (store) => {
    if (format !== 'parquet') {
      const text = exportText(store, what, format, flags);
      return out === undefined ? writeText(io.stdout, orNote(text)) : writeFile(out, orNote(text));
    }
    if (out === undefined) throw new InputError('--format parquet needs --out FILE');
    return exportParquet(store, what, out, flags);
  });
  if (out !== undefined) note(io, `wrote ${out}`);
}

async function writeFile(file: string, text: Iterable<string>): Promise<void> {
  const stream = createWriteStream(file);
  const done = finished(stream);
  await Promise.race([writeText(stream, text), done]);
  stream.end();
  await done;
}

/** Waits for the reader, so that memory does not grow with a slow one. */
async function writeText(to: Io['stdout'], pieces: Iterable<string>): Promise<void> {
  let block = '';
  for (const piece of pieces) {
    block += piece;
    if (block.length < BLOCK) continue;
    await written(to, block);
    block = '';
  }
  await written(to, block);
}

function written(to: Io['stdout'], text: string): Promise<void> {
  return new Promise((resolve) => {
    if (to.write(text) !== false || !('once' in to) || typeof to.once !== 'function') resolve();
    else to.once('drain', resolve);
  });
}
