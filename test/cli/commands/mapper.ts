/** mapper: a place in which files are written and mapped, with what was written of them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gavel } from '../../program.ts';
import { desk } from '../desk.ts';

export interface Written {
  readonly code: number;
  readonly said: string;
  readonly out: string;
  readonly tasks: readonly Record<string, unknown>[];
  readonly reports: readonly Record<string, unknown>[];
  readonly verdicts: readonly Record<string, unknown>[];
  readonly battles: readonly Record<string, unknown>[];
}

export function mapper() {
  const place = desk();
  let made = 0;
  /** What is there already, mapped with these words. */
  const mapThere = async (name: string, ...words: string[]): Promise<Written> => {
    const out = `out${++made}`;
    const { code, stdout, stderr } = await gavel(['data', 'map', name, ...words, '--out', out], { cwd: place.path });
    const lines = (kind: string) => {
      const path = join(place.path, out, `${kind}.jsonl`);
      if (!existsSync(path)) return [];
      return readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    };
    return {
      code,
      said: stdout + stderr,
      out,
      tasks: lines('tasks'),
      reports: lines('reports'),
      verdicts: lines('verdicts'),
      battles: lines('battles'),
    };
  };
  /** A file of that content, mapped with these words. */
  const map = (name: string, content: string | Buffer, ...words: string[]): Promise<Written> => {
    place.write(name, content);
    return mapThere(name, ...words);
  };
  /** What is said of a file without `--out`. */
  const look = async (name: string, content: string | Buffer, ...words: string[]): Promise<string> => {
    place.write(name, content);
    const { stdout, stderr } = await gavel(['data', 'map', name, ...words], { cwd: place.path });
    return stdout + stderr;
  };
  return { place, map, mapThere, look };
}

export const rows = (...lines: string[]) => lines.join('\n');

/** Words and labels, or why there is none. */
export const said = ({ verdicts }: Written) =>
  verdicts.map((line) =>
    [line.judge ?? line.agent, line.criterion ?? line.rubric_title, line.label ?? `unscored: ${line.error}`].join(' | '),
  );
