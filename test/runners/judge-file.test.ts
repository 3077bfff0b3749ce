import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJudgeFile } from '../../runners/judge-file.ts';
import { testFolder } from '../benchmarks/folder.ts';

const folder = testFolder();

describe('readJudgeFile', () => {
  it('reads what the key judge of a sweep holds, with files beside it', () => {
    const file = folder.write(
      'judge.yaml',
      'kind: panel\njudges:\n  - {kind: small, file: own.json}\n  - {kind: model, model: m, prompt: p.txt}\n',
    );
    const dir = join(file, '..');
    expect(readJudgeFile(file)).toMatchObject({
      kind: 'panel',
      judges: [
        { kind: 'small', file: join(dir, 'own.json'), trials: 1 },
        { kind: 'model', model: 'm', prompt: join(dir, 'p.txt'), labels: 3 },
      ],
    });
  });

  it('names line and field of what is wrong', () => {
    const file = folder.write('bad.yaml', 'kind: model\nmodel: m\nlabel: 2\n');
    expect(() => readJudgeFile(file)).toThrow(/bad\.yaml:3: .*label/);
    expect(() => readJudgeFile(folder.write('list.yaml', '- 1\n'))).toThrow(/list\.yaml:1: expected a judge/);
    expect(() => readJudgeFile('none.yaml')).toThrow('none.yaml: no such file');
  });
});
