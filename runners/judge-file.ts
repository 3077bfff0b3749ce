/** readJudgeFile, placed: one judge in a file of its own, in YAML: what the key `judge` of a sweep holds. */
import { dirname, resolve } from 'node:path';
import { type JudgeConfig, judgeSchema, type OneJudgeConfig, withMembers } from './judges/open.ts';
import { parseYaml, textOf } from './yaml-file.ts';

/** @throws InputError naming file, line and field */
export function readJudgeFile(path: string): JudgeConfig {
  const { value } = parseYaml(textOf(path, 'no such file'), path, judgeSchema, 'a judge: kind, model, url, ...');
  return placed(value, dirname(resolve(path)));
}

/** Files that judges name are relative to the file that names them. */
export function placed(judge: JudgeConfig, baseDir: string): JudgeConfig {
  const all = withMembers(judge, (each) => placedOne(each, baseDir));
  return all.kind === 'cascade' && all.card !== undefined ? { ...all, card: resolve(baseDir, all.card) } : all;
}

export function placedOne(judge: OneJudgeConfig, baseDir: string): OneJudgeConfig {
  if (judge.kind === 'model' && judge.prompt !== undefined) return { ...judge, prompt: resolve(baseDir, judge.prompt) };
  if (judge.kind === 'small' && judge.file !== undefined) return { ...judge, file: resolve(baseDir, judge.file) };
  return judge;
}
