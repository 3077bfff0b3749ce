/** The report within a model's last words: without its thoughts, out of `<answer>`; code that only speaks of such tags stays as it is. */

export interface AnswerText {
  readonly report: string;
  /** `untagged`: there was no answer tag; `unclosed`: it had no end. */
  readonly note?: 'untagged' | 'unclosed';
}

const CODE = /(^|\n)(`{3,}|~{3,})[^\n]*\n[\s\S]*?\n\2[^\S\n]*(?=\n|$)|`[^`\n]+`/g;
const THOUGHTS = '(?:[\\w-]+:)?(?:think(?:ing)?|thoughts?|reasoning)';

/** Runs `change` on a text in which code is out of reach. */
export function besideCode(text: string, change: (text: string) => string): string {
  const kept: string[] = [];
  const masked = text.replace(CODE, (code) => `\uE000${kept.push(code) - 1}\uE001`);
  return change(masked).replace(/\uE000(\d+)\uE001/g, (_, at: string) => kept[Number(at)] ?? '');
}

/** What a model said, less what it thought aloud: pairs of tags, all before a closing one that nothing opened, all after one that never closes. */
export function withoutThoughts(text: string): string {
  return besideCode(text, (rest) => {
    const paired = rest.replace(new RegExp(`<(${THOUGHTS})>[\\s\\S]*?</\\1>`, 'gi'), '');
    const orphan = paired.replace(new RegExp(`^[\\s\\S]*</${THOUGHTS}>`, 'i'), '');
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
