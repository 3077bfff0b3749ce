/** The script that switches the app's language and theme: `?lang=` wins, then what was chosen before, then what the server says. */
const gavel = {
  titles: isSite() ? { en: 'gavel', zh: 'gavel' } : pageData<{ titles: Record<PageLanguage, string> }>().titles,
  get language(): PageLanguage {
    return look.language;
  },
  recall(key: string): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  keep(key: string, value: string): void {
    try {
      localStorage.setItem(key, value);
    } catch {
      // Not allowed here: for this page only.
    }
  },
  choose(language: PageLanguage): void {
    gavel.keep('gavel.language', language);
    const url = new URL(location.href);
    if (url.searchParams.has('lang')) {
      url.searchParams.set('lang', language);
      history.replaceState(null, '', url);
    }
    gavel.show(language);
  },
  /** Also after the page, or a part of it, was made anew. */
  show(language: PageLanguage = look.language): void {
    look.language = language;
    put(document.documentElement, 'lang', language === 'zh' ? 'zh-CN' : 'en');
    document.title = gavel.titles[language];
    press(all('button[data-lang]'), (button) => button.dataset.lang === language);
    for (const kind of ['aria-label', 'placeholder', 'title']) {
      for (const element of all(`[data-${kind}-en]`)) put(element, kind, element.getAttribute(`data-${kind}-${language}`));
    }
    for (const element of all('[data-label-en]'))
      put(element, 'aria-label', language === 'zh' ? element.dataset.labelZh : element.dataset.labelEn);
    wearTheme();
    document.dispatchEvent(new Event('gavel:language'));
    document.dispatchEvent(new Event('gavel:look'));
  },
};

/** The hash of the app's pages is free for what a page keeps, but in a file, where it is the address. */
function startInApp({ show, state, read }: PageParts): { readonly change: () => void } {
  const isAddress = location.hash.startsWith('#/');
  if (!isAddress) read?.(new URLSearchParams(location.hash.slice(1)));
  // Of the page before, in a site, nothing is left to draw.
  const marker = document.querySelector('main');
  document.addEventListener('gavel:look', () => {
    if (marker === null || marker.isConnected) show();
  });
  show();
  return {
    change() {
      if (!isAddress) history.replaceState(null, '', `#${new URLSearchParams(state?.() ?? [])}`);
      show();
    },
  };
}

{
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('button[data-lang],button[data-set-theme]') : null;
    if (button === null) return;
    if (isLanguage(button.dataset.lang)) return gavel.choose(button.dataset.lang);
    look.theme = themeOf(button.dataset.setTheme);
    gavel.keep('gavel.theme', look.theme);
    gavel.show();
  });
  const print = (printing: boolean): void => {
    look.printing = printing;
    gavel.show();
  };
  addEventListener('beforeprint', () => print(true));
  addEventListener('afterprint', () => print(false));
  onPaper.addEventListener('change', () => print(onPaper.matches));
  prefersDark.addEventListener('change', () => gavel.show());
  const asked = new URLSearchParams(location.search).get('lang');
  if (isLanguage(asked)) gavel.keep('gavel.language', asked);
  const stored = gavel.recall('gavel.language');
  look.theme = themeOf(gavel.recall('gavel.theme'));
  gavel.show(isLanguage(asked) ? asked : isLanguage(stored) ? stored : look.language);
  // On a phone the navigation is one line that scrolls: where one is stands in view. With the first frame, as asking for places before it
  // lays out the page twice.
  requestAnimationFrame(() => {
    const here = document.querySelector<HTMLElement>('.app .views a[aria-current]');
    const views = here?.closest<HTMLElement>('.views');
    if (here && views) views.scrollLeft = here.offsetLeft + here.offsetWidth - views.offsetLeft - views.clientWidth;
  });
}
