import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, it } from 'vitest';
import { createViewApp } from '../../../../reports/web/app.ts';
import { AT, storeOf } from '../../../runners/annotation/fixture.ts';

const SCORES = 'answer,rater,criterion,score\na1,r1,clear,5\na1,r1,<b>sourced,3.0\na1,r2,clear,\na1,r2,<b>sourced,1\n';

function open(annotators: ReadonlyMap<string, string> = new Map()) {
  const app = createViewApp({
    store: storeOf([]),
    host: '127.0.0.1',
    tokens: { people: annotators },
    overlap: 2,
    language: 'en',
    now: () => AT,
    onError: (error) => {
      throw error;
    },
  });
  const send = (body: unknown, headers: Record<string, string> = {}) =>
    app.request(
      new Request('http://127.0.0.1:8080/map', {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { host: '127.0.0.1:8080', 'content-type': 'application/json', ...headers },
      }),
    );
  const look = async (text: string | Buffer, plan: Record<string, unknown> = { map: {} }, settled = false) => {
    const reply = await send({ name: 'scores.csv', bytes: Buffer.from(text).toString('base64'), plan, settled });
    return (await reply.json()) as { html: string; plan: { map: Record<string, string> }; error?: string };
  };
  return { send, look };
}

it('shows the guess, the words that nobody explained and what is missing, escaped, and the command line that does the same', async () => {
  const { look } = open();
  const { html, plan } = await look(SCORES, { map: { id: 'answer' } });
  expect(plan.map).toEqual({ id: 'answer', judge: 'rater', criterion: 'criterion', label: 'score' });
  expect(html).toContain('say what they mean with --labels');
  expect(html).toContain('&lt;b&gt;sourced');
  expect(html).not.toContain('<b>sourced');
  expect(html).toContain('data-criterion="clear" data-word="5" data-means="satisfied" aria-pressed="false"');
  expect(html).toContain('gavel data map scores.csv --map id=answer criterion=criterion label=score judge=rater --out DIR');
});

it('writes words that were clicked into the command line, and says what that would write', async () => {
  const { look } = open();
  const map = { id: 'answer', judge: 'rater', criterion: 'criterion', label: 'score' };
  const { html } = await look(SCORES, { map, labels: 'clear: 5=satisfied; <b>sourced: 3=satisfied 1=unsatisfied' }, true);
  expect(html).toContain('4 verdicts, 1 of them unscored');
  expect(html).toContain('--labels &#39;clear: 5=satisfied; &lt;b&gt;sourced: 3=satisfied 1=unsatisfied&#39; --out DIR');
  expect(html).toContain('data-word="5" data-means="satisfied" aria-pressed="true"');
});

it('reads Parquet, and refuses one that unpacks to more than a page holds', async () => {
  const votes = (remark: string) =>
    Buffer.from(
      parquetWriteBuffer({
        columnData: [
          { name: 'id', data: [1, 2], type: 'INT32' },
          { name: 'model_a', data: ['x', 'x'], type: 'STRING' },
          { name: 'model_b', data: ['y', 'y'], type: 'STRING' },
          { name: 'winner', data: ['tie (bothbad)', 'model_a'], type: 'STRING' },
          { name: 'remark', data: [remark, ''], type: 'STRING' },
        ],
      }),
    );
  const { look } = open();
  const { html, plan } = await look(votes('fine'));
  expect(plan.map).toEqual({ id: 'id', a: 'model_a', b: 'model_b', outcome: 'winner' });
  expect(html).toMatch(/Parquet, .*rows: 2/);
  // Words that need no saying stand as what they mean.
  expect(html).toContain('data-word="tie (bothbad)" data-means="tie" aria-pressed="true"');
  expect(html).toContain('data-word="model a" data-means="a" aria-pressed="true"');
  expect(html).toContain('2 battles');
  expect((await look(votes('x'.repeat(48 * 2 ** 20)))).error).toMatch(/scores\.csv: expected at most 48 MiB unpacked, got 49 MiB/);
});

it('offers the places within one object at which rows may stand, and shows what is mapped and is no field', async () => {
  const { look } = open();
  const log = JSON.stringify({ version: 3, results: { runs: [{ question: 'Why?' }, { question: 'How?' }] } });
  expect((await look(log)).html).toContain('data-rows="results.runs">results.runs (2)</button>');
  const { html, plan } = await look(log, { map: {}, rows: 'results.runs' });
  expect(plan.map).toEqual({ id: '#question', query: 'question' });
  expect(html).toMatch(/<th scope="row" class="path">#question<\/th>.*<option value="id" selected>/);
  expect(html).not.toContain('data-rows=');
});

it('says the kind of file and what it notes of it in both languages, and of what the command line alone says, that it is English', async () => {
  const { look } = open();
  const rows = 'Sheet 1\n\nanswer;rater;criterion;score;{n}\na1;r1;<b>sourced;yes;x\n';
  const { html } = await look(rows, { map: { id: 'answer' } });
  expect(html).toContain('<span class="en" lang="en">table with semicolons</span><span class="zh" lang="zh-CN">分号分隔的表格</span>');
  expect(html).toContain('<span class="zh" lang="zh-CN">表头上方略去 2 行</span>');
  // A name of the file is no place of the sentence.
  expect(html).toContain('<span class="zh" lang="zh-CN">未使用：{n}</span>');
  const { html: asked } = await look(SCORES, { map: { id: 'answer' } });
  expect(asked).toMatch(/命令行的原话（英文）：<\/span> <span lang="en">scores\.csv: .*say what they mean with --labels/);
});

it('guesses nothing beside a plan that is settled', async () => {
  const { look } = open();
  expect((await look(SCORES, { map: { id: 'answer' } }, true)).plan.map).toEqual({ id: 'answer' });
});

it('says of a file that cannot be read what it is, and answers nobody who annotates', async () => {
  const { look, send } = open();
  expect((await look('PAR1....')).error).toMatch(/scores\.csv: expected a Parquet file, got something else, damaged or cut short/);
  expect((await look(SCORES, { map: { colour: 'x' } })).error).toMatch(/colour/);
  expect((await send({ name: 'x', bytes: '!', plan: {}, settled: false })).status).toBe(400);
  const guarded = open(new Map([['secret', 'ann']]));
  expect((await guarded.send({}, { authorization: 'Bearer secret' })).status).toBe(403);
});
