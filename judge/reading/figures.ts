/** arabicFigure, hanFigure, plainDigits: figures in running text with their units of scale: 63.7万, 637,000 and 六十三万七千 are one figure. */

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
export const UNITS = ['千', '万', '百万', '千万', '亿', '万亿', 'thousand', 'million', 'billion', 'trillion'] as const;

export function scaleOf(unit: (typeof UNITS)[number]): number {
  return SCALE[unit] ?? 1;
}

/** Full-width digits as plain ones, in the same places. */
export function plainDigits(text: string): string {
  return text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
}

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

const DIGITS = '零一二三四五六七八九';
const STEPS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
const GROUPS: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8 };
/** Other signs of the same, as on cheques. */
const SAME = { from: '〇两壹贰叁肆伍陆柒捌玖拾佰仟', to: '零二一二三四五六七八九十百千' } as const;

/**
 * The value of a Chinese numeral such as 一万二千, 七百五 or 三点五万; NaN for one without a unit, such as 三五, but for a single digit, and
 * for one that is no exact figure, such as 二三十.
 */
export function hanFigure(text: string): number {
  const signs = text.replace(new RegExp(`[${SAME.from}]`, 'gu'), (sign) => SAME.to[SAME.from.indexOf(sign)] ?? sign);
  const [, whole = '', decimals, scales = ''] = /^([^点]*)(?:点|点([零一二三四五六七八九]+)([百千万亿]*))?$/u.exec(signs) ?? [];
  if (decimals === undefined) return wholeFigure(whole);
  const digits = [...decimals].map((sign) => DIGITS.indexOf(sign)).join('');
  const scale = [...scales].reduce((product, sign) => product * (STEPS[sign] ?? GROUPS[sign] ?? 1), 1);
  return Number(((wholeFigure(whole) + Number(`0.${digits}`)) * scale).toPrecision(12));
}

function wholeFigure(text: string): number {
  if (text === '' || (text.length > 1 && !/[十百千万亿]/u.test(text)) || /[一二三四五六七八九]{2}/u.test(text)) return Number.NaN;
  let [total, group, digit, last] = [0, 0, 0, 1];
  for (const sign of text) {
    const step = STEPS[sign];
    const scale = GROUPS[sign];
    if (step !== undefined) group += (digit || 1) * step;
    else if (scale !== undefined) [total, group] = [total < scale ? (total + group + digit) * scale : total + (group + digit) * scale, 0];
    if (step === undefined && scale === undefined) [digit, last] = [DIGITS.indexOf(sign), sign === '零' ? 10 : last];
    else [digit, last] = [0, step ?? scale ?? 1];
  }
  // What ends in a bare digit leaves out the next lower unit: 七百五 is 750, 一百零五 is 105.
  return total + group + digit * (last > 10 ? last / 10 : 1);
}
