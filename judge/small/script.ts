/** isHan: whether a text is written in Chinese characters, by the share of them in its beginning. */

/** Below this share of Han characters a text counts as written in letters. */
const HAN_SHARE = 0.15;

export function isHan(text: string): boolean {
  const start = text.slice(0, 4000);
  const letters = start.match(/\p{L}/gu)?.length ?? 0;
  return letters > 0 && (start.match(/\p{Script=Han}/gu)?.length ?? 0) / letters > HAN_SHARE;
}
