/** One HTML file that needs nothing else, and may do nothing but show itself and run the scripts in it. */
import { createHash } from 'node:crypto';
import { LANGUAGES, type Language } from '../words/i18n.ts';
import { ariaLabel, both, eachLanguage } from './each-language.ts';
import { embeddedJson, type Html, html, trusted } from './html.ts';

export interface StandalonePage {
  readonly title: (language: Language) => string;
  /** In which the page opens; the reader can switch. */
  readonly language: Language;
  readonly style: string;
  readonly main: Html;
  /** What the scripts read from the element `data`, beside the titles by language. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly scripts: readonly string[];
}

export function standalonePage({ title, language, style, main, data = {}, scripts }: StandalonePage): string {
  const titles = Object.fromEntries(LANGUAGES.map((each) => [each, title(each)]));
  const texts = scripts.map(scriptText);
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(texts, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title(language)}</title>
<link rel="icon" href="data:,">
<style>${trusted(style)}</style>
</head>
<body>
<header><h1>${eachLanguage(title)}</h1>${switches(language)}</header>
<main>
${main}
</main>
<script type="application/json" id="data">${embeddedJson({ ...data, titles })}</script>
${texts.map((text) => html`<script>${trusted(text)}</script>`)}
</body>
</html>
`.html;
}

/** The buttons by which the reader changes language and theme. */
function switches(language: Language): Html {
  const own = { en: 'English', zh: '中文' };
  const themes = [
    ['auto', 'automatic'],
    ['light', 'light'],
    ['dark', 'dark'],
  ] as const;
  return html`<div class="switches">
<div class="switch" role="group" ${ariaLabel('language')}>${LANGUAGES.map(
    (each) =>
      html`<button type="button" lang="${each}" data-lang="${each}" aria-pressed="${String(each === language)}">${own[each]}</button>`,
  )}</div>
<div class="switch" role="group" ${ariaLabel('theme')}>${themes.map(
    ([theme, word]) =>
      html`<button type="button" data-set-theme="${theme}" aria-pressed="${String(theme === 'auto')}">${both(word)}</button>`,
  )}</div>
</div>`;
}

/** Neither may a script end its element, nor may the browser see other bytes than were hashed. */
export function scriptText(script: string): string {
  return script.replaceAll('\r\n', '\n').replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
}

/** Only these scripts and this style run; nothing is loaded or sent, but where `connect` allows it. */
export function policy(scripts: readonly string[], style: string, connect?: string): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
  return [
    "default-src 'none'",
    `script-src ${scripts.map(hash).join(' ')}`,
    `style-src ${hash(style)}`,
    'img-src data:',
    ...(connect === undefined ? [] : [`connect-src ${connect}`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
