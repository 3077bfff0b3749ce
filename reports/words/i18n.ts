/** Languages, and looking up in them the words and names that tables, charts and pages show. */
import { en, type Word } from './en.ts';
import { NAMES } from './names.ts';
import { zh } from './zh.ts';

export type { Word };

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One text in every language: where one is missing, it does not compile. */
export type Texts = Readonly<Record<Language, string>>;

const WORDS: Readonly<Record<Language, Readonly<Record<Word, string>>>> = { en, zh };
const names: ReadonlyMap<string, Texts> = new Map(Object.entries(NAMES));

export type Places = Readonly<Record<string, string | number>>;

export function translate(word: Word, language: Language, places: Places = {}): string {
  return fillPlaces(WORDS[language][word], places);
}

/** The name of a domain, axis or dimension in this language; a name that is not known stays as it is. */
export function translateName(name: string, language: Language): string {
  return names.get(name)?.[language] ?? name;
}

/** A text with the dimension that it is about, where that is not the whole. */
export function onDimension(text: string, dimension: string, language: Language): string {
  return dimension === 'overall' ? text : translate('onDimension', language, { text, dimension: translateName(dimension, language) });
}

/** The text with its `{places}` filled in one pass, so that a filled-in text cannot name a place itself. */
export function fillPlaces(text: string, places: Places): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => (Object.hasOwn(places, name) ? String(places[name]) : place));
}
