/** Filled templates of prompts, and the fence around untrusted text. */
import { fingerprint } from '../hash.ts';

/**
 * Replaces each `{name}` of the template once, in one pass: values are never scanned, so a report that contains `{query}` stays as
 * it is. A name without a value is an error in the program.
 */
export function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{([a-z]+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new Error(`the template asks for {${name}}, which has no value`);
    return String(value);
  });
}

/** The template around a report in its fence. */
export function fillReport(template: string, report: string, values: Readonly<Record<string, string | number>>): string {
  return fill(template, { ...values, report, fence: fenceFor(report) });
}

/**
 * The one fence of a call, around all of its untrusted texts: a line longer than any run of its own character in them, and marked with a
 * hash of them all, so that none can hold it, not even one that knows the others. The same texts have the same fence, so that
 * calls on them share their prefix.
 */
export function fenceFor(...texts: readonly string[]): string {
  let longest = 2;
  // Not spread into Math.max: a hostile text holds more runs than a call can take arguments.
  for (const text of texts) for (const [run] of text.matchAll(/~{3,}/g)) longest = Math.max(longest, run.length);
  return `${'~'.repeat(longest + 1)} ${fingerprint(texts.length === 1 ? texts.join('') : JSON.stringify(texts))}`;
}
