/**
 * The script of pages, as text: draws the charts, sorts the tables, switches language and theme, and keeps both in the
 * URL's hash. Plain JavaScript of the browser; the compiler knows no DOM here, so the page is looked at in tests.
 */
export const PAGE_CLIENT = `
(() => {
  const root = document.documentElement;
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const { charts, titles } = JSON.parse(document.getElementById('data').textContent);
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  const drawn = new Map();

  const hash = new URLSearchParams(location.hash.slice(1));
  let language = ['en', 'zh'].includes(hash.get('lang')) ? hash.get('lang') : root.lang;
  let theme = ['light', 'dark'].includes(hash.get('theme')) ? hash.get('theme') : 'auto';
  let printing = false;

  const shownTheme = () => (printing ? 'light' : theme !== 'auto' ? theme : prefersDark.matches ? 'dark' : 'light');

  function draw() {
    for (const canvas of all('canvas[data-chart]')) {
      const config = charts[canvas.dataset.chart][language][shownTheme()];
      const { height, minWidth } = config.options.plugins.frame.size;
      const plot = canvas.parentElement;
      drawn.get(canvas)?.destroy();
      plot.style.minWidth = minWidth + 'px';
      // On narrow screens title, legend and notes take more lines.
      plot.style.height = height + (plot.clientWidth < 600 ? 110 : 0) + 'px';
      canvas.setAttribute('aria-label', config.options.plugins.frame.title);
      drawn.set(canvas, new Chart(canvas, structuredClone(config)));
    }
  }

  function show() {
    root.lang = language;
    document.title = titles[language];
    if (printing) root.dataset.theme = 'light';
    else if (theme === 'auto') delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const button of all('button[data-lang]')) button.setAttribute('aria-pressed', String(button.dataset.lang === language));
    for (const button of all('button[data-set-theme]')) button.setAttribute('aria-pressed', String(button.dataset.setTheme === theme));
    for (const element of all('[data-label-en]')) element.setAttribute('aria-label', language === 'zh' ? element.dataset.labelZh : element.dataset.labelEn);
    draw();
  }

  function remember() {
    const words = new URLSearchParams({ lang: language, ...(theme !== 'auto' && { theme }) });
    history.replaceState(null, '', '#' + words);
  }

  function compare(a, b) {
    return typeof a === 'number' ? a - b : a.localeCompare(b, language);
  }

  /** Unknown values stand last either way; amounts of different currencies are not compared. */
  function sortBy(th) {
    const rising = th.getAttribute('aria-sort') === 'none' ? th.dataset.first === 'ascending' : th.getAttribute('aria-sort') !== 'ascending';
    const body = th.closest('table').tBodies[0];
    const keyOf = (row) => JSON.parse(row.cells[th.cellIndex].dataset.sort);
    const rows = [...body.rows].map((row) => ({ row, key: keyOf(row) }));
    rows.sort((x, y) => {
      if (x.key.value === null || y.key.value === null) return (x.key.value === null) - (y.key.value === null);
      const units = (x.key.unit ?? '').localeCompare(y.key.unit ?? '');
      return units || (rising ? 1 : -1) * compare(x.key.value, y.key.value);
    });
    body.append(...rows.map(({ row }) => row));
    for (const other of all('th[aria-sort]', th.parentElement)) other.setAttribute('aria-sort', 'none');
    th.setAttribute('aria-sort', rising ? 'ascending' : 'descending');
  }

  for (const button of all('button[data-lang]')) button.addEventListener('click', () => { language = button.dataset.lang; remember(); show(); });
  for (const button of all('button[data-set-theme]')) button.addEventListener('click', () => { theme = button.dataset.setTheme; remember(); show(); });
  for (const button of all('th[aria-sort] button')) button.addEventListener('click', () => sortBy(button.parentElement));
  for (const link of all('nav a')) link.addEventListener('click', (event) => {
    event.preventDefault();
    const heading = document.getElementById(link.getAttribute('href').slice(1));
    heading.scrollIntoView();
    heading.focus({ preventScroll: true });
  });
  prefersDark.addEventListener('change', show);
  addEventListener('beforeprint', () => { printing = true; show(); });
  addEventListener('afterprint', () => { printing = false; show(); });
  addEventListener('hashchange', () => {
    const now = new URLSearchParams(location.hash.slice(1));
    if (['en', 'zh'].includes(now.get('lang'))) language = now.get('lang');
    if (now.has('lang') || now.has('theme')) theme = ['light', 'dark'].includes(now.get('theme')) ? now.get('theme') : 'auto';
    show();
  });
  show();
})();
`;
