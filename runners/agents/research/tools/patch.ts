/** patched: a text in which one passage is replaced; the passage is found exactly, else by its words, else by the lines most like it. */

export type Patched = { readonly text: string; readonly how: 'exact' | 'blanks' | 'alike' } | { readonly problem: string };

/** How alike lines must be that stand for the passage, and how much less any others. */
const ALIKE = 0.8;
const APART = 0.1;
/** Words of a passage that is found whatever stands between them. */
const MOST_WORDS = 1_000;
/** Lines times characters of the passage: each is compared with each. */
const MOST_WORK = 5_000_000;

export function patched(text: string, anchor: string, replacement: string): Patched {
  if (anchor.trim() === '') return { problem: 'anchor: give a passage of the file' };
  const times = text.split(anchor).length - 1;
  if (times === 1) return { text: text.replace(anchor, () => replacement), how: 'exact' };
  if (times > 1) return { problem: `anchor: it stands ${times} times in the file; give a longer passage` };
  const words = anchor.trim().split(/\s+/);
  const loose = words.length > MOST_WORDS ? [] : [...text.matchAll(new RegExp(words.map(escaped).join('\\s+'), 'g'))];
  if (loose.length > 1) return { problem: `anchor: it stands ${loose.length} times in the file; give a longer passage` };
  const [found] = loose;
  if (found !== undefined)
    return { text: text.slice(0, found.index) + replacement + text.slice(found.index + found[0].length), how: 'blanks' };
  return alike(text, anchor, replacement);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function alike(text: string, anchor: string, replacement: string): Patched {
  const lines = text.split('\n');
  const wanted = anchor.trim().split('\n');
  if (lines.length * anchor.length + text.length > MOST_WORK) return { problem: 'anchor: it is not in the file' };
  const pairs = bigrams(wanted.join('\n'));
  const scores = lines
    .slice(0, Math.max(1, lines.length - wanted.length + 1))
    .map((_, at) => dice(pairs, bigrams(lines.slice(at, at + wanted.length).join('\n'))));
  const best = scores.reduce((top, score, at) => (score > (scores[top] ?? 0) ? at : top), 0);
  const score = scores[best] ?? 0;
  const second = Math.max(0, ...scores.filter((_, at) => Math.abs(at - best) >= wanted.length));
  if (score < ALIKE) return { problem: 'anchor: it is not in the file; read the file and give a passage as it stands there' };
  if (score - second < APART) return { problem: 'anchor: several passages are like it; give a longer one as it stands there' };
  return { text: [...lines.slice(0, best), replacement, ...lines.slice(best + wanted.length)].join('\n'), how: 'alike' };
}

function bigrams(text: string): Map<string, number> {
  const plain = text.replace(/\s+/g, ' ').trim();
  const counts = new Map<string, number>();
  for (let i = 0; i + 1 < plain.length; i++) {
    const pair = plain.slice(i, i + 2);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return counts;
}

function dice(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let [both, all] = [0, 0];
  for (const [pair, count] of a) {
    both += Math.min(count, b.get(pair) ?? 0);
    all += count;
  }
  for (const count of b.values()) all += count;
  return all === 0 ? 0 : (2 * both) / all;
}
