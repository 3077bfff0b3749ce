/** The script of the tasks page, as text: language, theme and filters, kept in the URL's hash. */
export const TASKS_CLIENT = `
(() => {
  const root = document.documentElement;
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const { titles } = JSON.parse(document.getElementById('data').textContent);
  const filters = all('select[data-filter]');
  const form = document.getElementById('filters');
  let language = root.lang;
  let theme = 'auto';

  function read() {
    const hash = new URLSearchParams(location.hash.slice(1));
    if (['en', 'zh'].includes(hash.get('lang'))) language = hash.get('lang');
    if (['light', 'dark'].includes(hash.get('theme'))) theme = hash.get('theme');
    for (const select of filters) {
      const value = hash.get(select.dataset.filter) ?? '';
      select.value = [...select.options].some((option) => option.value === value) ? value : '';
    }
  }

  function remember() {
    const chosen = filters.filter((select) => select.value !== '').map((select) => [select.dataset.filter, select.value]);
    const state = new URLSearchParams([['lang', language], ...(theme === 'auto' ? [] : [['theme', theme]]), ...chosen]);
    history.replaceState(null, '', '#' + state);
  }

  function show() {
    root.lang = language;
    document.title = titles[language];
    if (theme === 'auto') delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const button of all('button[data-lang]')) button.setAttribute('aria-pressed', String(button.dataset.lang === language));
    for (const button of all('button[data-set-theme]')) button.setAttribute('aria-pressed', String(button.dataset.setTheme === theme));
    for (const element of all('[data-label-en]')) element.setAttribute('aria-label', language === 'zh' ? element.dataset.labelZh : element.dataset.labelEn);
    for (const option of all('option[data-en]')) option.textContent = option.dataset[language];
    const articles = all('article[data-domain]');
    for (const article of articles) article.hidden = filters.some(({ value, dataset }) => value !== '' && article.dataset[dataset.filter] !== value);
    for (const section of all('section.domain')) section.hidden = all('article', section).every((article) => article.hidden);
    const left = articles.filter((article) => !article.hidden).length;
    document.getElementById('left').textContent = left + ' / ' + articles.length;
    document.getElementById('none').hidden = left > 0;
    document.getElementById('clear').disabled = filters.every((select) => select.value === '');
  }

  function change() {
    remember();
    show();
  }

  form.hidden = false;
  for (const select of filters) select.addEventListener('change', change);
  document.getElementById('clear').addEventListener('click', () => { for (const select of filters) select.value = ''; change(); filters[0].focus(); });
  for (const button of all('button[data-lang]')) button.addEventListener('click', () => { language = button.dataset.lang; change(); });
  for (const button of all('button[data-set-theme]')) button.addEventListener('click', () => { theme = button.dataset.setTheme; change(); });
  for (const link of all('nav a')) link.addEventListener('click', (event) => {
    event.preventDefault();
    for (const select of filters) select.value = '';
    change();
    const heading = document.getElementById(link.getAttribute('href').slice(1));
    heading.scrollIntoView();
    heading.focus({ preventScroll: true });
  });
  addEventListener('hashchange', () => { read(); show(); });
  addEventListener('beforeprint', () => { for (const details of all('details:not([open])')) { details.open = true; details.dataset.printed = ''; } });
  addEventListener('afterprint', () => { for (const details of all('details[data-printed]')) { details.open = false; delete details.dataset.printed; } });
  read();
  show();
})();
`;
