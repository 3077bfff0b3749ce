/** Looking up the names of domains, axes, dimensions and tags that tables, charts and pages show; with the words themselves. */
import { SOURCES } from '../../benchmarks/sources/sources.ts';
import { enNames } from './en.ts';
import { LANGUAGES, type Language, translate, type Word } from './translate.ts';
import { zhNames } from './zh.ts';

export { LANGUAGES, type Language, translate, type Word };

const NAMES: Readonly<Record<Language, ReadonlyMap<string, string>>> = {
  en: new Map([...ofSources('en'), ...Object.entries(enNames)]),
  zh: new Map([...ofSources('zh'), ...Object.entries(zhNames)]),
};

function ofSources(language: Language): [string, string][] {
  return SOURCES.flatMap(({ names }) => Object.entries(names).map(([name, shown]): [string, string] => [name, shown[language]]));
}

/** The name of a domain, axis, dimension or tag in this language; a name that is not known stays as it is. */
export function translateName(name: string, language: Language): string {
  return NAMES[language].get(name) ?? name;
}

/** A text with the dimension that it is about, where that is not the whole. */
export function onDimension(text: string, dimension: string, language: Language): string {
  return dimension === 'overall' ? text : translate('onDimension', language, { text, dimension: translateName(dimension, language) });
}

/** What these names are called in each language, for pages that are made where the dictionaries of sources are not. */
export function namesInEach(names: Iterable<string>): Record<string, Record<Language, string>> {
  return Object.fromEntries([...new Set(names)].map((name) => [name, { en: translateName(name, 'en'), zh: translateName(name, 'zh') }]));
}
