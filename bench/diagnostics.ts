/**
 * How right the diagnostics are, on labelled sets: made sentences (data/diagnostics) for what is read off a text, people's labels
 * (AttributionBench, of --labels DIR as data/judge/README.md lays it out) for whether a source supports a sentence.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageData } from '../benchmarks/files/paths.ts';
import { readText, saidIn } from '../reports/diagnostics/report-text.ts';
import { connectives, switchesLanguage } from '../reports/diagnostics/style.ts';
import { SUPPORTED_FROM, supportBy } from '../reports/diagnostics/support.ts';
import { isPastAnchored, talksOfSimulatedDate } from '../reports/diagnostics/time.ts';
import { bundledModel } from '../runners/judges/small.ts';
import { readSet } from '../runners/training/public-labels.ts';

interface Row {
  readonly measure: string;
  readonly text: string;
  readonly label?: boolean;
  readonly query?: string;
  readonly today?: string;
  readonly language?: string;
  readonly pairs?: readonly (readonly [string, string])[];
}

const { values } = parseArgs({ options: { labels: { type: 'string' }, most: { type: 'string', default: '1014' } } });
const rows = readFileSync(join(packageData(), 'diagnostics', 'labelled.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);

const SAYS: Readonly<Record<string, (row: Row) => boolean>> = {
  'past-year-searches': ({ text, query = '', today = '' }) => isPastAnchored(text, query, today),
  'simulated-date': ({ text }) => talksOfSimulatedDate(text),
  'code-switching': ({ text, query = '', language = 'en' }) => switchesLanguage(text, query, language),
  connectives: ({ text }) => (connectives(readText(text)) ?? 0) > 0,
};

console.log('| measure | set | items | precision | recall |\n|---|---|---|---|---|');
for (const [measure, says] of Object.entries(SAYS)) {
  const mine = rows.filter((row) => row.measure === measure);
  print(
    measure,
    'made sentences',
    mine.map((row) => ({ truth: row.label === true, said: says(row), text: row.text })),
  );
}
const texts = rows.filter(({ measure }) => measure === 'citations');
const pairs = texts.flatMap(({ text, pairs = [] }) => {
  const truth = new Set(pairs.map((pair) => JSON.stringify(pair)));
  const said = new Set(saidIn(readText(text)).flatMap(({ text, cites }) => cites.map((url) => JSON.stringify([text, url]))));
  return [...new Set([...truth, ...said])].map((pair) => ({ truth: truth.has(pair), said: said.has(pair), text: pair }));
});
print('sentences and what they cite', `${texts.length} made passages`, pairs);
if (values.labels !== undefined) measureSupport(values.labels, Number(values.most));

function measureSupport(labels: string, most: number): void {
  const set = readSet(labels, 'attributionbench').slice(0, most);
  const supports = supportBy(bundledModel());
  const found = set.map(({ criterion, text, label }) => ({ truth: label === 'satisfied', text: criterion, ...supports(criterion, text) }));
  for (const from of [0.1, 0.2, SUPPORTED_FROM, 0.4])
    print(
      `support (from ${from})`,
      'AttributionBench',
      found.map((one) => ({ ...one, said: one.probability >= from })),
    );
  const mean = (truth: boolean) => {
    const those = found.filter((one) => one.truth === truth);
    return (those.reduce((sum, { matched }) => sum + matched, 0) / those.length).toFixed(3);
  };
  console.log(`\nquote match: ${mean(true)} of supported sentences, ${mean(false)} of others`);
}

function print(
  measure: string,
  set: string,
  items: readonly { readonly truth: boolean; readonly said: boolean; readonly text: string }[],
): void {
  const count = (truth: boolean, said: boolean) => items.filter((one) => one.truth === truth && one.said === said).length;
  const [right, wrong, missed] = [count(true, true), count(false, true), count(true, false)];
  console.log(
    `| ${measure} | ${set} | ${items.length} | ${(right / (right + wrong)).toFixed(2)} | ${(right / (right + missed)).toFixed(2)} |`,
  );
  for (const { truth, said, text } of items)
    if (truth !== said && set.includes('made')) console.error(`${measure}: ${said ? 'wrongly' : 'missed'}: ${text}`);
}
