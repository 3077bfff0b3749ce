/** What the scripts of all pages share: languages, finding elements, and the data of a page. Top-level names here are global in a page. */
type PageLanguage = 'en' | 'zh';

function isLanguage(text: string | null | undefined): text is PageLanguage {
  return text === 'en' || text === 'zh';
}

function all(selector: string, inside: ParentNode = document): HTMLElement[] {
  return [...inside.querySelectorAll<HTMLElement>(selector)];
}

/** Throws Error where the page has no such element of this kind. */
function byId<E extends HTMLElement = HTMLElement>(id: string, kind?: new () => E): E {
  const found = document.getElementById(id);
  if (found === null || (kind !== undefined && !(found instanceof kind)))
    throw new Error(`this page has no ${kind?.name ?? 'element'} #${id}`);
  return found as E;
}

/** What the server put into the page as JSON. */
function pageData<Data>(): Data {
  return JSON.parse(byId('data').textContent ?? '') as Data;
}

/** Buttons that are pressed show which of several settings holds. */
function press(buttons: readonly HTMLElement[], isPressed: (button: HTMLElement) => boolean): void {
  for (const button of buttons) button.setAttribute('aria-pressed', String(isPressed(button)));
}
