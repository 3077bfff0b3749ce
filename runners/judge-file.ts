/** One judge in a file of its own, in YAML: what the key `judge` of a sweep holds. */
import { dirname, resolve } from 'node:path';
import { type JudgeConfig, judgeSchema } from './judges/open.ts';
import { parseYaml, placed, textOf } from './read-sweep.ts';

/** @throws InputError naming file, line and field */
export function readJudgeFile(path: string): JudgeConfig {
  const { value } = parseYaml(textOf(path, 'no such file'), path, judgeSchema, 'a judge: kind, model, url, ...');
  return placed(value, dirname(resolve(path)));
}
