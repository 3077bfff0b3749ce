/** Figures in running text, Arabic and Chinese, with their unit of scale folded in: 63.7万 and 637,000 are one figure. */

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

export interface Figure {
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

const DIGITS = '零一二三四五六七八九';
const POWERS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 万: 1e4, 亿: 1e8 };

/** A Chinese numeral such as 十四, 二十八 or 五千万. */
export function hanFigure(text: string): number {
  let total = 0;
  let section = 0;
  let digit = 0;
  for (const char of text.replaceAll('两', '二').replaceAll('〇', '零')) {
    const power = POWERS[char];
    if (power === undefined) digit = DIGITS.indexOf(char);
    else if (power < 1e4) {
      section += (digit === 0 ? 1 : digit) * power;
      digit = 0;
    } else {
      total = (total + section + digit) * power;
      section = digit = 0;
    }
  }
  return total + section + digit;
}

const UNITS = words('zero one two three four five six seven eight nine ten eleven twelve');
const TENS = words('_ _ twenty thirty forty fifty sixty seventy eighty ninety');

function words(list: string): readonly string[] {
  return list.split(' ');
}

/** The figure that an English word spells, from two up; `one` is most often no figure. */
export function spelledFigure(word: string): number | undefined {
  const unit = UNITS.indexOf(word);
  if (unit > 1) return unit;
  const ten = TENS.indexOf(word);
  return ten > 1 ? ten * 10 : undefined;
}

/** Whether a figure of the report agrees with the one asked for, as far as that one is exact: 558,349 with 558,000, not 30 with 32. */
export function agrees(found: number, asked: number): boolean {
  const digits = Number.isInteger(asked) ? (/0*$/.exec(asked.toFixed(0))?.[0].length ?? 0) : -(String(asked).split('.')[1]?.length ?? 0);
  const tolerance = Math.min(10 ** digits / 2, Math.abs(asked) * 0.005);
  return Math.abs(found - asked) <= tolerance;
}
