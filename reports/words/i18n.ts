/** Languages, and looking up in them the words and names that tables, charts and pages show. */
import { SOURCES } from '../../benchmarks/sources/sources.ts';
import { en, enNames, type Word } from './en.ts';
import { zh, zhNames } from './zh.ts';

export type { Word };

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A word that one of them lacks does not compile. */
const WORDS: Readonly<Record<Language, Readonly<Record<Word, string>>>> = { en, zh };
const NAMES: Readonly<Record<Language, ReadonlyMap<string, string>>> = {
  en: new Map([...ofSources('en'), ...Object.entries(enNames)]),
  zh: new Map([...ofSources('zh'), ...Object.entries(zhNames)]),
};

function ofSources(language: Language): [string, string][] {
  return SOURCES.flatMap(({ names }) => Object.entries(names).map(([name, shown]): [string, string] => [name, shown[language]]));
}

export type Places = Readonly<Record<string, string | number>>;

export function translate(word: Word, language: Language, places: Places = {}): string {
  return fillPlaces(WORDS[language][word], places);
}

/** The name of a domain, axis, dimension or tag in this language; a name that is not known stays as it is. */
export function translateName(name: string, language: Language): string {
  return NAMES[language].get(name) ?? name;
}

/** A text with the dimension that it is about, where that is not the whole. */
export function onDimension(text: string, dimension: string, language: Language): string {
  return dimension === 'overall' ? text : translate('onDimension', language, { text, dimension: translateName(dimension, language) });
}

/** The words themselves in every language, their places unfilled, for the scripts of pages. */
export function inEach(words: readonly Word[]): Record<string, Record<Language, string>> {
  return Object.fromEntries(words.map((word) => [word, { en: en[word], zh: zh[word] }]));
}

/** The text with its `{places}` filled in one pass, so that a filled-in text cannot name a place itself. */
function fillPlaces(text: string, places: Places): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => (Object.hasOwn(places, name) ? String(places[name]) : place));
}
