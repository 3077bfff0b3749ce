/** isHan: whether a text is written in Chinese characters, by the share of them in its beginning. */

/** Below this share of Han characters a text counts as written in letters. */
const HAN_SHARE = 0.15;

/** Where scripts of East Asia begin: most texts have none of it, and need not be counted. */
const BEYOND = /[\u2e80-\u{10ffff}]/u;

export function isHan(text: string): boolean {
  const start = text.slice(0, 4000);
  if (!BEYOND.test(start)) return false;
  const letters = start.match(/\p{L}/gu)?.length ?? 0;
  return letters > 0 && (start.match(/\p{Script=Han}/gu)?.length ?? 0) / letters > HAN_SHARE;
}
