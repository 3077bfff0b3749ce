/** Filling prompt templates, and the fence around untrusted text. */
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
 * A line that cannot stand inside the text: longer than any run of its own character there, and marked with a hash of the text,
 * which the text cannot contain. The same text has the same fence, so that calls on it share their prefix.
 */
export function fenceFor(text: string): string {
  let longest = 2;
  // Not spread into Math.max: a hostile text holds more runs than a call can take arguments.
  for (const [run] of text.matchAll(/~{3,}/g)) longest = Math.max(longest, run.length);
  return `${'~'.repeat(longest + 1)} ${fingerprint(text)}`;
}
