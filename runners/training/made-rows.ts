/** Rows made from labelled ones, whose labels are known by construction: joined facts, texts put into longer ones, and mutated twins. */
import { demandOf } from '../../judge/small/frames.ts';
import type { LabelledText } from './public-labels.ts';
import { changed, joined, paraphrased, pick, poolOf, type Random, shortened, shuffled } from './twins.ts';

const STATES = { en: 'The report states that: ', zh: '报告指出：' } as const;
const EMBEDDED_LENGTHS = [4_000, 8_000, 14_000] as const;
/** Lengths, in characters, of sentences that can stand as claims. */
const SENTENCE = { en: [50, 260], zh: [18, 120] } as const;

/** Two criteria on one text as one: both met is satisfied, one is partial, none is unsatisfied. */
export function joinedRows(rows: readonly LabelledText[], most: number, random: Random): LabelledText[] {
  const made: LabelledText[] = [];
  const texts = [...byReport(rows).values()].filter((list) => list.length > 1);
  for (let turn = 0; made.length < most && turn < 8; turn++) {
    for (const list of shuffled(texts, random)) {
      const [one, other] = shuffled(list, random);
      if (one === undefined || other === undefined || (one.pair !== undefined && one.pair === other.pair)) continue;
      if (one.label === other.label && random() < 0.6) continue;
      const claim = joined(demandOf(one.criterion).claim, demandOf(other.criterion).claim, random);
      const { pair: _, ...row } = one;
      made.push({
        ...row,
        set: 'joined',
        criterion: STATES[languageOf(claim)] + claim,
        label: one.label === other.label ? one.label : 'partial',
      });
    }
  }
  return made.slice(0, most);
}

/** Labelled texts inside longer ones on something else: what is covered there is chance, and the labels stay. */
export function embeddedRows(rows: readonly LabelledText[], around: readonly string[], most: number, random: Random): LabelledText[] {
  const made: LabelledText[] = [];
  for (const list of shuffled([...byReport(rows).values()], random)) {
    if (made.length >= most) break;
    const lines = (pick(around, random) ?? '').split('\n').filter((line) => line.trim() !== '');
    const wanted = pick(EMBEDDED_LENGTHS, random) ?? 8_000;
    const from = Math.floor(random() * lines.length);
    const kept: string[] = [];
    let length = 0;
    for (const line of [...lines.slice(from), ...lines.slice(0, from)]) {
      if (length > wanted) break;
      kept.push(line);
      length += line.length;
    }
    const at = Math.floor(random() * (kept.length + 1));
    const text = [...kept.slice(0, at), list[0]?.text ?? '', ...kept.slice(at)].join('\n');
    made.push(...list.map((row) => ({ ...row, set: 'embedded', text, report: `embedded ${row.report}` })));
  }
  return made;
}

/** Satisfied claims beside versions with one fact changed. */
export function twinRows(rows: readonly LabelledText[], random: Random): LabelledText[] {
  return rows.flatMap((row, i) =>
    row.label === 'satisfied' ? twinsOf(row, demandOf(row.criterion).claim, `${row.set} ${i}`, random) : [],
  );
}

/** The same from sentences of reports, which are claims that the report states: shortened and in other words, as claims are. */
export function sentenceTwins(texts: readonly LabelledText[], perText: number, random: Random): LabelledText[] {
  return texts.flatMap((row) => {
    const sentences = row.text.split(/(?<=[.!?])\s+|(?<=[。！？])|\n/u).map((sentence) => sentence.trim());
    const usable = sentences.filter((sentence) => {
      const [least, most] = SENTENCE[languageOf(sentence)];
      return sentence.length > least && sentence.length < most;
    });
    return shuffled(usable, random)
      .slice(0, perText)
      .flatMap((sentence, i) => twinsOf(row, paraphrased(shortened(sentence, random), random), `sentence ${i}`, random));
  });
}

function twinsOf(row: LabelledText, claim: string, name: string, random: Random): LabelledText[] {
  const language = languageOf(claim);
  const made = shuffled(changed(claim, poolOf(row.text), random), random).slice(0, 2);
  if (claim.length < 12 || made.length === 0) return [];
  const other = paraphrased(claim, random);
  const kept = other === claim ? [claim] : [claim, other];
  const twin = (text: string, label: LabelledText['label']): LabelledText => ({
    ...row,
    set: `twins_${language}`,
    criterion: STATES[language] + text,
    label,
    pair: `${row.report} ${name}`,
  });
  return [...kept.map((text) => twin(text, 'satisfied')), ...made.map((change) => twin(change.claim, 'unsatisfied'))];
}

function languageOf(text: string): 'en' | 'zh' {
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en';
}

function byReport(rows: readonly LabelledText[]): Map<string, LabelledText[]> {
  const lists = new Map<string, LabelledText[]>();
  for (const row of rows) {
    const key = `${row.set} ${row.report}`;
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [row]);
    else list.push(row);
  }
  return lists;
}
