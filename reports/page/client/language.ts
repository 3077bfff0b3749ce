/** The script that switches a page's language: `?lang=` wins, then what was chosen before, then what the server says. */
const gavel = {
  language: (document.documentElement.lang === 'en' ? 'en' : 'zh') as PageLanguage,
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
  show(language: PageLanguage): void {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = pageData<{ titles: Record<PageLanguage, string> }>().titles[language];
    press(all('[data-lang]'), (button) => button.dataset.lang === language);
    for (const kind of ['aria-label', 'placeholder', 'title']) {
      for (const element of all(`[data-${kind}-en]`)) element.setAttribute(kind, element.getAttribute(`data-${kind}-${language}`) ?? '');
    }
    gavel.language = language;
    document.dispatchEvent(new Event('gavel:language'));
  },
};

{
  for (const button of all('[data-lang]')) {
    button.addEventListener('click', () => {
      if (isLanguage(button.dataset.lang)) gavel.choose(button.dataset.lang);
    });
  }
  const asked = new URLSearchParams(location.search).get('lang');
  if (isLanguage(asked)) gavel.keep('gavel.language', asked);
  const stored = gavel.recall('gavel.language');
  gavel.show(isLanguage(asked) ? asked : isLanguage(stored) ? stored : gavel.language);
}
