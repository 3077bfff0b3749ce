/** The report within a model's last words: without its thoughts, out of `<answer>`; code that only speaks of such tags stays as it is. */

export interface AnswerText {
  readonly report: string;
  /** `untagged`: there was no answer tag; `unclosed`: it had no end. */
  readonly note?: 'untagged' | 'unclosed';
}

const THOUGHTS = '(?:[\\w-]+:)?(?:think(?:ing)?|thoughts?|reasoning)';

/** Runs `change` on a text in which code is out of reach. */
export function besideCode(text: string, change: (text: string) => string): string {
  const kept: string[] = [];
  const keep = (code: string) => `\uE000${kept.push(code) - 1}\uE001`;
  const masked = withFencesKept(text, keep).replace(/`[^`\n]+`/g, keep);
  return change(masked).replace(/\uE000(\d+)\uE001/g, (_, at: string) => kept[Number(at)] ?? '');
}

/** Blocks of code go to `keep`. Each line is looked at a few times at the most: models repeat a mark without end. */
function withFencesKept(text: string, keep: (code: string) => string): string {
  const lines = text.split('\n');
  const shown: string[] = [];
  /** Lengths of marks from which on nothing closes a block any more. */
  const open: Record<string, number> = {};
  for (let at = 0; at < lines.length; at++) {
    const [mark = ''] = /^(?:`{3,}(?!.*`)|~{3,})/.exec(lines[at] ?? '') ?? [];
    const [kind = ''] = mark;
    const end = mark !== '' && mark.length < (open[kind] ?? Number.POSITIVE_INFINITY) ? endOfFence(lines, at + 1, mark) : -1;
    if (mark !== '' && end < 0) open[kind] = Math.min(open[kind] ?? Number.POSITIVE_INFINITY, mark.length);
    shown.push(end < 0 ? (lines[at] ?? '') : keep(lines.slice(at, end + 1).join('\n')));
    at = Math.max(at, end);
  }
  return shown.join('\n');
}

function endOfFence(lines: readonly string[], from: number, mark: string): number {
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.startsWith(mark) && line.trimEnd() === mark.charAt(0).repeat(line.trimEnd().length)) return at;
  }
  return -1;
}

/** Pairs of tags that hold thoughts, and what is in them, left out. */
function withoutPairs(text: string): string {
  const tags = [...text.matchAll(new RegExp(`<(/?)(${THOUGHTS})>`, 'gi'))].map((tag) => ({
    isEnd: tag[1] === '/',
    name: (tag[2] ?? '').toLowerCase(),
    from: tag.index,
    to: tag.index + tag[0].length,
  }));
  // Of each name the ends that are left, the next one last.
  const ends = new Map<string, number[]>();
  for (const { isEnd, name, to } of tags.toReversed()) {
    if (!isEnd) continue;
    const known = ends.get(name);
    if (known === undefined) ends.set(name, [to]);
    else known.push(to);
  }
  let shown = '';
  let at = 0;
  for (const { isEnd, name, from, to } of tags) {
    if (isEnd || from < at) continue;
    const left = ends.get(name) ?? [];
    while ((left.at(-1) ?? Number.POSITIVE_INFINITY) <= to) left.pop();
    const end = left.at(-1);
    if (end === undefined) continue;
    shown += text.slice(at, from);
    at = end;
  }
  return shown + text.slice(at);
}

/** What a model said, less what it thought aloud: pairs of tags, all before a closing one that nothing opened, all after one that never closes. */
export function withoutThoughts(text: string): string {
  return besideCode(text, (rest) => {
    const orphan = withoutPairs(rest).replace(new RegExp(`^[\\s\\S]*</${THOUGHTS}>`, 'i'), '');
    return orphan.replace(new RegExp(`<${THOUGHTS}>(?:(?!<answer>)[\\s\\S])*`, 'i'), '');
  });
}

/** The last closed answer, else what follows the last one that was opened, else all of it. */
export function answerIn(text: string): AnswerText {
  let note: AnswerText['note'];
  const report = besideCode(withoutThoughts(text), (rest) => {
    const closed = [...rest.matchAll(/<answer>((?:(?!<answer>)[\s\S])*?)<\/answer>/gi)].at(-1)?.[1];
    if (closed !== undefined) return closed;
    const open = /^[\s\S]*<answer>([\s\S]*)$/i.exec(rest)?.[1];
    note = open === undefined ? 'untagged' : 'unclosed';
    return open ?? rest.replace(/<\/answer>/gi, '');
  });
  return { report: report.trim(), ...(note !== undefined && { note }) };
}

export function hasAnswer(text: string): boolean {
  return answerIn(text).note !== 'untagged';
}

/** What stands in no answer, where a model may ask for tools. */
export function beforeAnswer(text: string): string {
  return withoutThoughts(text).replace(/<answer>[\s\S]*?(<\/answer>|$)/gi, '');
}

const NOTHING = /^(none|null|undefined|nan|n\/a|\{\}|\[\]|""|''|\.+)$/i;
const BROKEN = /^(Traceback \(most recent call last\)|(Uncaught )?(Error|TypeError|ValueError|Exception)\b.{0,200}$)/;

/** A word for nothing, or the trace of a crash, which programs print in place of a report. */
export function isNoReport(text: string): boolean {
  const trimmed = text.trim();
  return trimmed === '' || NOTHING.test(trimmed) || BROKEN.test(trimmed);
}
