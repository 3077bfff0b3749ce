/** A report without the pictures that it carries in data addresses: no judge reads them, and one may be as long as a hundred pages. */
import type { Quote } from './quotes.ts';

/** In place of a picture's address; the words around it, as its caption, stay. */
export const PICTURE = '[embedded picture]';

export interface WithoutPictures {
  readonly text: string;
  /** The same quotes with their places in the report, of those in the text. */
  readonly placed: (quotes: readonly Quote[]) => Quote[];
}

/**
 * Any picture in base64, broken into lines or not, and whatever data stands where a picture is shown. Every run that is looked back over is
 * bounded, so that the time grows with the text.
 */
const ADDRESS = new RegExp(
  [
    String.raw`data:(?:image\/[\w.+-]{1,80}(?:;[\w.+=-]{1,80}){0,5};base64,[\w+/=%-]*(?:\r?\n[ \t]{0,8}[\w+/-]{40,}={0,2})*(?:\r?\n[ \t]{0,8}[\w+/-]{1,80}={1,2})?`,
    String.raw`(?<=\bsrc\s?=\s?"data:)[^"\n]*(?=")`,
    String.raw`(?<=\bsrc\s?=\s?'data:)[^'\n]*(?=')`,
    String.raw`(?<=!\[[^\]\n]{0,400}\]\(<?data:)[^\s()<>]*`,
    String.raw`image\/[\w.+-]{1,80}(?:;[\w.+=-]{1,80}){0,5},[^\s"'()<>]*)`,
  ].join('|'),
  'gi',
);

/** A picture's address in the report, and where its mark begins in the text. */
interface Cut {
  readonly start: number;
  readonly end: number;
  readonly mark: number;
}

export function withoutPictures(report: string): WithoutPictures {
  // Hardly any report has one.
  if (!/data:/i.test(report)) return { text: report, placed: (quotes) => [...quotes] };
  const cuts: Cut[] = [];
  let saved = 0;
  const text = report.replace(ADDRESS, (address, start: number) => {
    cuts.push({ start, end: start + address.length, mark: start - saved });
    saved += address.length - PICTURE.length;
    return PICTURE;
  });
  if (cuts.length === 0) return { text: report, placed: (quotes) => [...quotes] };
  const place = ({ start, end, ...quote }: Quote): Quote =>
    start === undefined || end === undefined ? quote : { ...quote, start: placeOf(start, cuts, 'start'), end: placeOf(end, cuts, 'end') };
  return { text, placed: (quotes) => quotes.map(place) };
}

/** A place within a mark is the beginning or the end of its picture. */
function placeOf(index: number, cuts: readonly Cut[], edge: 'start' | 'end'): number {
  const before = cuts.findLast(({ mark }) => (edge === 'start' ? mark <= index : mark < index));
  if (before === undefined) return index;
  const after = index - before.mark - PICTURE.length;
  if (after >= 0) return before.end + after;
  return edge === 'start' ? before.start : before.end;
}
