/** Public label sets as rows to learn from: a folder of gzipped JSON lines, laid out as data/judge/README.md says. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Label } from '../../judge/checklist/verdict.ts';

export interface LabelledText {
  readonly set: string;
  readonly report: string;
  /** What must not be split between learning and measuring. */
  readonly group: string;
  readonly query: string;
  readonly language: string;
  readonly text: string;
  readonly criterion: string;
  readonly label: Label;
  /** Right and wrong versions of one sentence share it. */
  readonly pair?: string;
}

const LABELS: Readonly<Record<string, Label>> = { satisfied: 'satisfied', partially_satisfied: 'partial', not_satisfied: 'unsatisfied' };
/** Domains of SummEdits whose licence lets weights learn from them. */
const OPEN_DOMAINS = new Set(['scitldr', 'sales_call', 'sales_email', 'qmsumm']);
const FILES: Readonly<Record<string, { readonly folder: string; readonly texts: string; readonly verdicts: string }>> = {
  summhay: { folder: 'summhay', texts: 'summhay_human', verdicts: 'summhay_human' },
  realsumm: { folder: 'people', texts: 'realsumm', verdicts: 'realsumm' },
  realsumm_long: { folder: 'people', texts: 'realsumm_long', verdicts: 'realsumm_long' },
  summedits: { folder: 'people', texts: 'summedits', verdicts: 'summedits' },
  summedits_sent: { folder: 'people', texts: 'summedits', verdicts: 'summedits_sent' },
  wice: { folder: 'people', texts: 'wice', verdicts: 'wice' },
  attributionbench: { folder: 'people', texts: 'attributionbench', verdicts: 'attributionbench' },
  hellobench: { folder: 'hellobench', texts: 'hellobench', verdicts: 'hellobench' },
  hellobench_long: { folder: 'hellobench', texts: 'hellobench_long', verdicts: 'hellobench_long' },
  hellobench_zh: { folder: 'hellobench', texts: 'hellobench_zh', verdicts: 'hellobench' },
};

interface TextRow {
  readonly response_id: string;
  readonly query_id: string;
  readonly en_response_id?: string;
  readonly query?: string;
  readonly lang?: string;
  readonly text: string;
}

interface VerdictRow {
  readonly response_id: string;
  readonly query_id?: string;
  readonly criterion_id: string;
  readonly criterion?: string;
  readonly label: string;
  readonly domain?: string;
  readonly seed_sentence?: string;
}

interface QueryRow {
  readonly query_id: string;
  readonly query: string;
  readonly criteria: readonly { readonly criterion_id: string; readonly criterion: string }[];
}

export function readSet(folder: string, set: string): LabelledText[] {
  const place = FILES[set];
  if (place === undefined) throw new Error(`no label set ${set}`);
  const texts = readRows<TextRow>(join(folder, place.folder, `${place.texts}.responses.jsonl.gz`));
  const verdicts = readRows<VerdictRow>(join(folder, place.folder, `${place.verdicts}.verdicts.jsonl.gz`));
  const queries = set.startsWith('hellobench') ? readRows<QueryRow>(join(folder, place.folder, 'hellobench.queries.jsonl.gz')) : [];
  const criteria = new Map(queries.flatMap((query) => query.criteria.map((c): [string, string] => [c.criterion_id, c.criterion])));
  const asked = new Map(queries.map((query) => [query.query_id, query.query]));
  const byText = grouped(verdicts);
  const seen = new Set<string>();
  return texts.flatMap((text) =>
    (byText.get(text.en_response_id ?? text.response_id) ?? []).flatMap((verdict): LabelledText[] => {
      const criterion = criteria.get(verdict.criterion_id) ?? verdict.criterion;
      const label = LABELS[verdict.label];
      if (criterion === undefined || label === undefined || text.text.trim() === '') return [];
      if (set.startsWith('summedits') && !OPEN_DOMAINS.has(verdict.domain ?? '')) return [];
      const key = `${text.response_id}\0${criterion}`;
      if (set !== 'summhay' && seen.has(key)) return [];
      seen.add(key);
      return [
        {
          set,
          report: text.response_id,
          group: (text.query_id ?? '').split('@')[0] ?? '',
          query: asked.get(text.query_id) ?? text.query ?? '',
          language: text.lang ?? 'en',
          text: text.text,
          criterion,
          label,
          ...(verdict.seed_sentence !== undefined && { pair: `${text.response_id} ${verdict.seed_sentence}` }),
        },
      ];
    }),
  );
}

export function readRows<T>(file: string): T[] {
  if (!existsSync(file)) return [];
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

function grouped(verdicts: readonly VerdictRow[]): Map<string, VerdictRow[]> {
  const groups = new Map<string, VerdictRow[]>();
  for (const verdict of verdicts) {
    const list = groups.get(verdict.response_id);
    if (list === undefined) groups.set(verdict.response_id, [verdict]);
    else list.push(verdict);
  }
  return groups;
}
