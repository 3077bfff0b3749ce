/** bounded: a value as a trace holds it, however long what a model or a page said was; seconds: a time as a trace holds it. */
import { sha256 } from '../../../judge/hash.ts';

export const LONGEST_EVENT_TEXT = 4_000;

export function seconds(value: number): number {
  return Math.max(0, Math.round(value * 1000) / 1000);
}

/** A value whose texts are cut to what a trace may hold; pictures in data addresses are not kept. */
export function bounded(value: unknown, longest = LONGEST_EVENT_TEXT): unknown {
  if (typeof value === 'string') {
    const text = value.replace(
      /data:[\w/+.-]+;base64,[A-Za-z0-9+/=]{100,}/g,
      (data) => `(${data.length} characters of data, ${sha256(data).slice(0, 12)})`,
    );
    return text.length > longest ? `${text.slice(0, longest)}… (${text.length} characters)` : text;
  }
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => bounded(item, longest));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, bounded(inner, longest)]));
}
