/** readFile, together: the rows of a file, which may be an archive of several, or of several files of one folder, as one container. */
import { unzipSync } from 'fflate';
import { InputError } from '../../judge/errors.ts';
import { printable } from '../files/check.ts';
import { type Container, readContainer } from './container.ts';
import { note, noteText } from './notes.ts';

/** Unpacked, all files together. */
const MOST_BYTES = 400 * 2 ** 20;
const MOST_FILES = 100_000;

/** Of a file that is read, by its name. */
export const READ = /\.(?:jsonl?|csv|tsv|ya?ml)$/i;

/** A file with its rows. */
export interface Part {
  readonly name: string;
  readonly container: Container;
}

/** @throws InputError for a workbook, an archive that is broken or too large, and what holds nothing that is read */
export function readFile(bytes: Buffer, file: string): Container {
  if (!['504b0304', '504b0506'].includes(bytes.toString('hex', 0, 4))) return readContainer(bytes, file);
  const parts = [...filesOf(bytes, file)].map(([name, content]) => ({
    name,
    container: readContainer(Buffer.from(content), `${file}/${name}`),
  }));
  return logOf(parts, file) ?? together(parts, 'archive', file);
}

/** Of several files, whose rows follow one another. @throws InputError where there is none, or tables have other columns */
export function together(parts: readonly Part[], what: 'archive' | 'folder', file: string): Container {
  const [first, ...others] = parts;
  if (first === undefined) throw new InputError(`${file}: an ${what === 'archive' ? '' : 'empty '}${what} without JSON, CSV or YAML in it`);
  if (others.length === 0)
    return { ...first.container, notes: [...first.container.notes, note('onlyFile', { name: printable(first.name, 60) })] };
  const other = others.find(({ container }) => String(container.columns) !== String(first.container.columns));
  if (other !== undefined)
    throw new InputError(`${file}: ${printable(first.name, 60)} and ${printable(other.name, 60)} have other columns: name one of them`);
  return {
    ...first.container,
    kind: note(what, { n: parts.length }),
    notes: [...new Map(parts.flatMap(({ container }) => container.notes).map((one) => [noteText(one), one])).values()],
    rows: parts.flatMap(({ container }) => container.rows),
  };
}

function filesOf(bytes: Buffer, file: string): ReadonlyMap<string, Uint8Array> {
  let [size, files] = [0, 0];
  const wanted = ({ name, originalSize }: { readonly name: string; readonly originalSize: number }) => {
    if (name.startsWith('xl/')) throw new InputError(`${file}: a workbook: save the sheet as "CSV UTF-8"`);
    // What begins so is somebody's notes on the archive.
    if (!READ.test(name) || /(?:^|\/)[._]/.test(name)) return false;
    size += originalSize;
    files++;
    if (size > MOST_BYTES || files > MOST_FILES)
      throw new InputError(`${file}: expected at most 400 MiB and ${MOST_FILES} files unpacked: unpack it and name a file in it`);
    return true;
  };
  try {
    const unpacked = Object.entries(unzipSync(bytes, { filter: wanted }));
    return new Map(unpacked.toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${file}: an archive that cannot be read (${printable(String((error as Error).message), 80)})`, { cause: error });
  }
}

/** A log whose head is in one file and whose samples are in others, as the one object that it is where it is kept as JSON. */
function logOf(parts: readonly Part[], file: string): Container | undefined {
  const head = parts.find(({ name }) => name === 'header.json')?.container.rows[0]?.value;
  const samples = parts.flatMap(({ name, container }) => (name.startsWith('samples/') ? container.rows.map(({ value }) => value) : []));
  if (typeof head !== 'object' || samples.length === 0) return undefined;
  return { kind: note('log'), notes: [], rows: [{ where: file, value: { ...head, samples } }] };
}
