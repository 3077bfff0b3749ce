/** Language and theme of a page that stands alone: switched by its buttons, kept in the hash of its address. */
function startPage({ show, state, read }: PageParts): { readonly change: () => void } {
  const root = document.documentElement;
  const { titles } = pageData<{ titles: Record<PageLanguage, string> }>();

  function readHash(): void {
    const hash = new URLSearchParams(location.hash.slice(1));
    const [language, theme] = [hash.get('lang'), hash.get('theme')];
    if (isLanguage(language)) look.language = language;
    if (language !== null || theme !== null) look.theme = themeOf(theme);
    read?.(hash);
  }

  function showAll(): void {
    const { language } = look;
    root.lang = language;
    document.title = titles[language];
    wearTheme();
    press(all('button[data-lang]'), (button) => button.dataset.lang === language);
    for (const element of all('[data-label-en]'))
      element.setAttribute('aria-label', (language === 'zh' ? element.dataset.labelZh : element.dataset.labelEn) ?? '');
    show();
  }

  function change(): void {
    const theme: [string, string][] = look.theme === 'auto' ? [] : [['theme', look.theme]];
    history.replaceState(null, '', `#${new URLSearchParams([['lang', look.language], ...theme, ...(state?.() ?? [])])}`);
    showAll();
  }

  function print(printing: boolean): void {
    look.printing = printing;
    showAll();
  }

  for (const button of all('button[data-lang]')) {
    button.addEventListener('click', () => {
      if (isLanguage(button.dataset.lang)) look.language = button.dataset.lang;
      change();
    });
  }
  for (const button of all('button[data-set-theme]')) {
    button.addEventListener('click', () => {
      look.theme = themeOf(button.dataset.setTheme);
      change();
    });
  }
  prefersDark.addEventListener('change', showAll);
  addEventListener('beforeprint', () => print(true));
  addEventListener('afterprint', () => print(false));
  onPaper.addEventListener('change', () => print(onPaper.matches));
  addEventListener('hashchange', () => {
    readHash();
    showAll();
  });
  readHash();
  showAll();
  return { change };
}
