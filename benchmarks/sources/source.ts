/** Source: all that gavel knows of one benchmark by itself: where its file is, how its rows become tasks, what to check, and its names. */
import type { Row } from '../files/jsonl.ts';
import type { Finding } from '../lint/finding.ts';
import type { Task } from '../task.ts';

export interface Source {
  /** As `--benchmark` takes it. */
  readonly name: string;
  /** One line for `gavel data list`. */
  readonly about: string;
  /** `data/<name>/tasks.jsonl` in the package, or one that is pulled. */
  readonly file: 'bundled' | Pinned;
  /** How its owners spell it; absent where it is gavel's own layout. */
  readonly layout?: Layout;
  /** Its domains, axes, tracks and values of tags where people read them. */
  readonly names: Readonly<Record<string, { readonly en: string; readonly zh: string }>>;
}

/** A published file: a download that differs from it is refused. */
export interface Pinned {
  /** Its host can be replaced by that of a mirror; the checksum holds for both. */
  readonly url: string;
  readonly revision: string;
  /** 64 hexadecimal digits in lower case. */
  readonly sha256: string;
  readonly bytes: number;
}

export interface Layout {
  /** Whether the first row of a file of JSON lines is spelt so, told by keys that no other layout has. */
  readonly recognises: (row: unknown) => boolean;
  /** Where it is also held as a CSV table: the columns that it needs, and whether they are there. */
  readonly table?: { readonly needs: string; readonly fits: (columns: readonly string[]) => boolean };
  /**
   * @param where the file and line that open a message
   * @param position from 1, for rows without an id
   * @throws InputError where the row is no task
   */
  readonly toTask: (row: unknown, where: string, position: number) => Task;
  /** In what a file differs from the benchmark as it was published. */
  readonly findings?: (rows: readonly Row<Task>[]) => readonly Finding[];
}
