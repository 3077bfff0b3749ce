/** mapPage: the page on which a file is dropped. */

import { MOST_PAGE_BYTES } from '../../../runners/map-file.ts';
import { attribute, both } from '../../page/each-language.ts';
import { html } from '../../page/html.ts';
import { inEach, type Word } from '../../words/translate.ts';
import { type Here, header, type Opening } from '../frame.ts';
import { page, titlesOf } from '../shell.ts';
import { MAP_STYLE } from './style.ts';

/** What the script says. */
const SCRIPT_WORDS: readonly Word[] = ['map.tooBig', 'map.reading', 'map.failed', 'map.ownWords', 'map.copied'];

export function mapPage({ language, nonce, here }: Opening & { readonly here: Here }): string {
  const body = html`${header({ language }, here)}
<main><h1>${both('nav.map')}</h1>
<div id="drop" class="drop"><p>${both('map.lead')}</p><p><label class="button">${both('map.choose')} <input type="file" id="file" ${attribute('aria-label', 'map.choose', language)}></label></p></div>
<p id="said" role="status" aria-live="polite"></p>
<div id="look"></div></main>`;
  const data = { post: here.served ? '/map' : '', most: MOST_PAGE_BYTES, words: inEach(SCRIPT_WORDS) };
  return page({
    titles: titlesOf('nav.map'),
    language,
    nonce,
    body,
    bodyClass: 'plainpage wide',
    style: MAP_STYLE,
    scripts: ['map'],
    data,
  });
}
