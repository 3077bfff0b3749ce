/** translate: the words of pages in each language, by themselves: what runs in a browser needs no more. */
import { en, type Word } from './en.ts';
import { zh } from './zh.ts';

export type { Word };

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A word that one of them lacks does not compile. */
const WORDS: Readonly<Record<Language, Readonly<Record<Word, string>>>> = { en, zh };

export type Places = Readonly<Record<string, string | number>>;

export function translate(word: Word, language: Language, places: Places = {}): string {
  return fillPlaces(WORDS[language][word], places);
}

/** The words themselves in every language, their places unfilled, for the scripts of pages. */
export function inEach(words: readonly Word[]): Record<string, Record<Language, string>> {
  return Object.fromEntries(words.map((word) => [word, { en: en[word], zh: zh[word] }]));
}

/** The text with its `{places}` filled in one pass, so that a filled-in text cannot name a place itself. */
function fillPlaces(text: string, places: Places): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => (Object.hasOwn(places, name) ? String(places[name]) : place));
}

/** The tag by which browsers choose Chinese glyphs. */
export function htmlLanguage(language: string): string {
  return language === 'zh' ? 'zh-CN' : language;
}
