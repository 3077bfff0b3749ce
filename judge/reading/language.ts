/** Languages in which a report may be written and weak models do not answer by themselves, told by their script. */

export const REASON_LANGUAGES = ['zh', 'ja', 'ko'] as const;
export type ReasonLanguage = (typeof REASON_LANGUAGES)[number];

/** Of the first stretch of a text; undefined where it is mostly in another script. */
export function reasonLanguage(text: string): ReasonLanguage | undefined {
  const start = text.slice(0, 20_000);
  // Of most reports this is all there is to see.
  if (!/[\u1100-\u1fff\u2c00-\uffff]/.test(start)) return undefined;
  const count = (script: RegExp) => start.match(script)?.length ?? 0;
  const [han, kana, hangul] = [
    count(/\p{Script=Han}/gu),
    count(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu),
    count(/\p{Script=Hangul}/gu),
  ];
  // A character of these scripts says about as much as two or three letters.
  if ((han + kana + hangul) * 3 <= count(/\p{L}/gu) - han - kana - hangul) return undefined;
  if (hangul > han + kana) return 'ko';
  return kana * 5 > han ? 'ja' : 'zh';
}
