/** readSweep: a `sweep.yaml` as a sweep, with complaints that name file, line and field. */
import { dirname, resolve } from 'node:path';
import { placed, placedOne } from './judge-file.ts';
import { type Sweep, sweepSchema } from './sweep.ts';
import { parseYaml, textOf } from './yaml-file.ts';

/** A sweep with the folder that its relative paths start from. */
export interface SweepFile {
  readonly sweep: Sweep;
  readonly baseDir: string;
  /** What a person should change in it, one line each. */
  readonly notices: readonly string[];
}

/** @throws InputError naming file, line and field */
export function readSweep(path: string): SweepFile {
  const baseDir = dirname(resolve(path));
  const { sweep, notices } = parseSweep(textOf(path, 'no such file; "gavel init" writes one'), path);
  return { sweep: withPrompts(sweep, baseDir), notices, baseDir };
}

function withPrompts(sweep: Sweep, baseDir: string): Sweep {
  const { judge, battles } = sweep;
  const judges = battles?.judges.map((each) => placedOne(each, baseDir));
  return { ...sweep, judge: placed(judge, baseDir), ...(judges !== undefined && { battles: { judges } }) };
}

/** @throws InputError naming file, line and field */
export function parseSweep(text: string, path: string): Omit<SweepFile, 'baseDir'> {
  const { value, renamed } = parseYaml(text, path, sweepSchema, 'a sweep: name, benchmarks, agents, ...');
  return { sweep: value, notices: renamed ? [`${path}: baseUrl is the old word for url, which is read alike: please rename it`] : [] };
}
