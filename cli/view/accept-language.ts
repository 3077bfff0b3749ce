/** Which language of ours a browser would like best. */
import { LANGUAGES, type Language } from '../../reports/words/i18n.ts';

/**
 * The first that is known of an Accept-Language header, by falling weight; undefined where none is.
 *
 * @param header as in `zh-CN,zh;q=0.9,en;q=0.8`
 */
export function acceptedLanguage(header: string | undefined): Language | undefined {
  const wanted = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    // A weight of 0 refuses a language.
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { tag } of wanted) {
    const known = LANGUAGES.find((language) => tag === language || tag.startsWith(`${language}-`));
    if (known !== undefined) return known;
  }
  return undefined;
}
