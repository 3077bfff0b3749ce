/** Files for trainers: a model learns the very words that the judge sends and reads, and no configuration cuts a row. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, it } from 'vitest';
import { createModelJudge, type ModelJudgeOptions } from '../../judge/checklist/judge.ts';
import { judgeReward } from '../../judge/checklist/judge-reward.ts';
import type { Label } from '../../judge/checklist/verdict.ts';
import { Limit } from '../../judge/model/limit.ts';
import type { ModelRequest } from '../../judge/model/model.ts';
import { estimateTokens } from '../../judge/reading/parts.ts';
import { exportTraining, type Kind, type TrainerName } from '../../runners/export-training.ts';
import { promptOf } from '../../runners/judges/model.ts';
import { complete, type LabelRow, labelLine } from '../../runners/training/label-row.ts';
import { testFolder } from '../benchmarks/folder.ts';
import { answer } from './work.ts';

const folder = testFolder();
const LONG = `${'Acme sold 45 machines to the council in 2016, says the report. '.repeat(40)}It ends here.`;
const CHINESE = '报告回顾了过去十年的情况。新增装机约45万千瓦，专家认为补贴政策发挥了关键作用。';

const vote = (judge: string, label: Label, reason = `${judge} says ${label}.`) => ({
  judge,
  label,
  reason,
  confidence: 0.8,
  quotes: ['45 machines'],
});
const row = (id: string, more: object): LabelRow =>
  complete({
    id,
    query: 'Q?',
    report: LONG,
    criterion: `Says ${id}.`,
    weight: 2,
    label: 'satisfied',
    reason: `So it is with ${id}.`,
    quotes: [],
    split: 'train',
    ...more,
  });
const ROWS = [
  row('plain', { confidence: 0.75 }),
  row('flaw', { weight: -1, votes: [vote('a', 'unsatisfied'), vote('b', 'satisfied')] }),
  row('chinese', { report: CHINESE, query: '风电？', criterion: '指出约45万千瓦。', label: 'partial', split: 'dev' }),
  row('bare', { reason: undefined }),
  row('held', { split: 'test', label: 'unsatisfied', votes: [vote('a', 'partial', '')] }),
  row('twin', { source: 'twin', label: 'unsatisfied', pair: 'kept', criterion: 'Says 46.' }),
  row('kept', { source: 'twin', pair: 'kept', criterion: 'Says 45.' }),
];

interface Message {
  readonly role: string;
  readonly content: string;
}

async function exported(trainer: TrainerName, kind: Kind, bare = false, asking: { prompt?: string; labels?: 2 | 3 } = {}) {
  const out = join(folder.path, `${trainer}-${kind}-${bare}`);
  const outcome = await exportTraining({ from: folder.path, trainer, kind, out, bare, labels: 3, ...asking });
  const read = (name: string) => readFileSync(join(out, name), 'utf8');
  const lines = (split: string) =>
    read(`${split}.jsonl`)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, never>);
  return { outcome, out, read, lines };
}

/** What the judge itself sends about this row. */
async function sent(
  { query, report, criterion, weight }: LabelRow,
  asking: Pick<ModelJudgeOptions, 'labels' | 'prompt'> = { labels: 3 },
): Promise<ModelRequest> {
  const requests: ModelRequest[] = [];
  const judge = createModelJudge(
    { name: 'm', model: 'm', temperature: 0, criteriaPerCall: 1, contextTokens: 100_000, warmPrefix: false, ...asking },
    {
      complete: async (request) => {
        requests.push(request);
        return answer(weight < 0 ? 'absent' : 'satisfied');
      },
      limit: new Limit(1),
      budget: { reserve: () => ({ settle: () => {}, lost: () => {}, release: () => {} }) },
      sleep: async () => {},
      random: () => 0,
      onRetry: () => {},
    },
  );
  const rubric = [{ id: 'c', criterion, weight }];
  await judge.judge({ query, report, rubric, owed: [{ criterion: 'c', trial: 1 }] }, async () => {}, new AbortController().signal);
  const [request] = requests;
  if (request === undefined) throw new Error('nothing was sent');
  return request;
}

beforeAll(() => {
  folder.write('labels.jsonl', ROWS.map((each) => `${labelLine(each)}\n`).join(''));
});

describe('exportTraining', () => {
  it('shows a model what the judge sends, word for word, for either sign and in Chinese', async () => {
    const { lines } = await exported('trl', 'sft');
    const rows = [...lines('train'), ...lines('dev')] as unknown as { id: string; prompt: Message[] }[];
    for (const id of ['plain', 'flaw', 'chinese']) {
      const { system, opening, user } = await sent(ROWS.find((each) => each.id === id) as LabelRow);
      expect(rows.find((each) => each.id === id)?.prompt).toEqual([
        { role: 'system', content: system },
        { role: 'user', content: `${opening?.text}${user}` },
      ]);
    }
  });

  it('shows what a judge with a prompt of its own and two labels sends, and folds the third as that judge does', async () => {
    const file = folder.write('prompt.txt', '=== answer ===\n\nShort: {criteria}\n');
    const { lines } = await exported('trl', 'sft', true, { prompt: file, labels: 2 });
    const rows = [...lines('train'), ...lines('dev')] as unknown as {
      id: string;
      prompt: Message[];
      completion: Message[];
      label: Label;
    }[];
    const asking = { labels: 2, prompt: promptOf({ labels: 2, prompt: file }).rubric } as const;
    for (const id of ['plain', 'flaw', 'chinese']) {
      const { opening, user } = await sent(ROWS.find((each) => each.id === id) as LabelRow, asking);
      expect(rows.find((each) => each.id === id)?.prompt[1]?.content).toBe(`${opening?.text}${user}`);
      expect(user).toMatch(/\nShort: \S/);
    }
    const chinese = rows.find((each) => each.id === 'chinese');
    expect([chinese?.label, chinese?.completion[0]?.content]).toEqual(['unsatisfied', expect.stringContaining('"label":"unsatisfied"')]);
  });

  it('teaches replies that the judge reads: reason before label, in the words of the sign', async () => {
    const { lines, outcome } = await exported('trl', 'sft');
    const rows = ['train', 'dev', 'test'].flatMap(lines) as unknown as {
      id: string;
      completion: Message[];
      label: Label;
      weight: number;
    }[];
    for (const { completion, label, weight } of rows) expect(judgeReward(completion[0]?.content ?? '', label, weight)).toBe(1);
    const replyOf = (id: string) => rows.find((each) => each.id === id)?.completion[0]?.content;
    expect(replyOf('plain')).toBe('{"reason":"So it is with plain.","quotes":[],"label":"satisfied","confidence":0.75}');
    expect(replyOf('flaw')).toContain('"label":"present"');
    expect(outcome).toMatchObject({ rows: { train: 4, dev: 1, test: 1 }, unexplained: 1 });
    expect((await exported('trl', 'sft', true)).outcome).toMatchObject({ rows: { train: 5 }, unexplained: 0 });
  });

  it('sets a right reply against one that was really given, or against that to its twin', async () => {
    const { lines, outcome } = await exported('trl', 'preference');
    const rows = lines('train') as unknown as { id: string; chosen: Message[]; rejected: Message[] }[];
    expect(rows.map(({ id }) => id)).toEqual(['flaw', 'twin']);
    expect(rows[0]?.rejected[0]?.content).toBe(
      '{"reason":"a says unsatisfied.","quotes":["45 machines"],"label":"absent","confidence":0.8}',
    );
    expect(rows[1]?.rejected[0]?.content).toContain('So it is with kept.');
    expect(outcome).toMatchObject({ undisputed: 4, unexplained: 1 });
  });

  it.each([
    ['trl', 'sft', /^max_length: (\d+)$/m],
    ['trl', 'preference', /^max_length: (\d+)$/m],
    ['llama-factory', 'sft', /^cutoff_len: (\d+)$/m],
    ['llama-factory', 'preference', /^cutoff_len: (\d+)$/m],
    ['ms-swift', 'sft', /^max_length: (\d+)$/m],
    ['verl', 'rl', /data\.max_prompt_length=(\d+)/],
  ] as const)('%s, %s: every configuration allows the longest row', async (trainer, kind, length) => {
    const { out, read } = await exported(trainer, kind);
    const longest = estimateTokens(LONG);
    const configs = readdirSync(out).filter((name) => /^(?:config|run)-/.test(name));
    expect(configs.map((name) => name.replace(/\..*/, '').replace(/^\w+-/, '')).sort()).toEqual(['32b', '8b', 'small']);
    for (const name of configs) expect(Number(length.exec(read(name))?.[1])).toBeGreaterThan(longest + 300);
  });

  it('describes its files to LLaMA-Factory, and keeps off the names that ms-swift has a meaning for', async () => {
    const factory = await exported('llama-factory', 'preference');
    expect(Object.keys(JSON.parse(factory.read('dataset_info.json')) as object)).toEqual(['gavel_train']);
    expect(Object.keys(factory.lines('train')[0] ?? {})).toEqual([
      'conversations',
      'system',
      'chosen',
      'rejected',
      'id',
      'label',
      'weight',
    ]);
    const swift = await exported('ms-swift', 'rl');
    expect(Object.keys(swift.lines('train')[0] ?? {})).toEqual(['messages', 'id', 'solution', 'weight']);
    expect(swift.lines('train')).toHaveLength(5);
  });

  it('writes verl nested columns of Parquet, each row with an index of its own', async () => {
    const { out } = await exported('verl', 'rl');
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(join(out, 'train.parquet')) });
    expect(rows.map((each) => each.extra_info?.index)).toEqual([0, 1, 2, 3, 4]);
    expect(rows[1]).toMatchObject({
      data_source: 'gavel',
      prompt: [{ role: 'system' }, { role: 'user', content: expect.stringContaining('describes a FLAW') }],
      reward_model: { style: 'rule', ground_truth: 'satisfied' },
      extra_info: { id: 'flaw', weight: -1, sign: 'negative' },
    });
  });

  it('says which trainer takes a kind, and what to do where nothing is left', async () => {
    await expect(exported('verl', 'sft')).rejects.toThrow('verl takes rl; sft is taken by llama-factory, trl, ms-swift');
    const from = folder.write('unexplained.jsonl', labelLine(row('x', { reason: undefined })));
    const request = { from, trainer: 'trl', kind: 'sft', out: join(folder.path, 'none'), bare: false, labels: 3 } as const;
    await expect(exportTraining(request)).rejects.toThrow(/nobody explained the label of 1 rows; label them with judges, or give --bare/);
  });
});
