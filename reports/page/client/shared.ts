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

/** In a site of files pages are made by a script, one after another; elsewhere this is the page. */
function isSite(): boolean {
  return document.body.dataset.site !== undefined;
}

/** Buttons that are pressed show which of several settings holds. */
function press(buttons: readonly HTMLElement[], isPressed: (button: HTMLElement) => boolean): void {
  for (const button of buttons) put(button, 'aria-pressed', String(isPressed(button)));
}

/** Only what differs: to write what is there already has the browser style the page again. */
function put(element: Element, attribute: string, value: string | null | undefined): void {
  if (element.getAttribute(attribute) !== (value ?? '')) element.setAttribute(attribute, value ?? '');
}

type PageTheme = 'auto' | 'light' | 'dark';

/** In which language and theme the page is shown now. */
const look: { language: PageLanguage; theme: PageTheme; printing: boolean } = {
  language: document.documentElement.lang.startsWith('zh') ? 'zh' : 'en',
  theme: 'auto',
  printing: false,
};
const prefersDark = matchMedia('(prefers-color-scheme: dark)');
const onPaper = matchMedia('print');

function themeOf(text: string | null | undefined): PageTheme {
  return text === 'light' || text === 'dark' ? text : 'auto';
}

/** Paper is white. */
function shownTheme(): 'light' | 'dark' {
  if (look.printing) return 'light';
  if (look.theme !== 'auto') return look.theme;
  return prefersDark.matches ? 'dark' : 'light';
}

/** Puts the theme that was chosen on the page, and shows which it is. */
function wearTheme(): void {
  const root = document.documentElement;
  if (look.printing) root.dataset.theme = 'light';
  else if (look.theme === 'auto') delete root.dataset.theme;
  else root.dataset.theme = look.theme;
  press(all('button[data-set-theme]'), (button) => button.dataset.setTheme === look.theme);
}

/** What a page shows beside its text. */
interface PageParts {
  /** Draws it anew, in the language and theme that hold now. */
  readonly show: () => void;
  /** What else stands in the hash, and is read from it. */
  readonly state?: () => [string, string][];
  readonly read?: (hash: URLSearchParams) => void;
}

/** A page that stands alone keeps its look itself; in the app another script does. */
function startPart(parts: PageParts): { readonly change: () => void } {
  return typeof startPage === 'function' ? startPage(parts) : startInApp(parts);
}

/** Scrolled to and focused without a word in the hash, which is the look's. */
function goTo(link: HTMLElement): void {
  const heading = byId((link.getAttribute('href') ?? '').slice(1));
  heading.scrollIntoView();
  heading.focus({ preventScroll: true });
}
