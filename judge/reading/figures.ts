/** arabicFigure: a figure in running text with its unit of scale folded in: 63.7万 and 637,000 are one figure. */

const SCALE: Readonly<Record<string, number>> = {
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  bn: 1e9,
  mn: 1e6,
  k: 1e3,
  m: 1e6,
  千: 1e3,
  万: 1e4,
  百万: 1e6,
  千万: 1e7,
  亿: 1e8,
  万亿: 1e12,
};
const AFTER =
  /^\s?(?:(thousand|million|billion|trillion|bn|mn)\b|([kKmM])(?![\p{L}\d])|(万亿|千万|百万|[万亿千])|(%|percent\b|per cent\b))/iu;
const PERCENT_AFTER_RANGE =
  /^\s?(?:-|–|—|~|～|至|到|to|and|or)\s?\d[\d.,]*\s?(万亿|千万|百万|[万亿千]|%|percent\b|per cent\b|thousand|million|billion)/iu;

interface Figure {
  readonly value: number;
  readonly percent: boolean;
}

/** @param text what the figure was read from, as written; @param rest what follows it, a few characters. */
export function arabicFigure(text: string, rest: string): Figure {
  const value = Number(text.replaceAll(',', ''));
  const after = AFTER.exec(rest) ?? PERCENT_AFTER_RANGE.exec(rest);
  if (after === null) return { value, percent: false };
  const unit = (after.slice(1).find((group) => group !== undefined) ?? '').toLowerCase();
  const percent = unit === '%' || unit.startsWith('per');
  return { value: percent ? value : Number((value * (SCALE[unit] ?? 1)).toPrecision(12)), percent };
}
