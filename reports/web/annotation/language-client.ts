/** The script that switches a page's language: `?lang=` wins, then what was chosen before, then what the server says. */
export const LANGUAGE_CLIENT = `
(() => {
  const root = document.documentElement;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const { titles } = JSON.parse(document.getElementById('data').textContent);
  const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* Not allowed here: for this page only. */ } };
  const asked = new URLSearchParams(location.search).get('lang');
  const known = (language) => ['en', 'zh'].includes(language);

  function show(language) {
    root.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = titles[language];
    for (const button of all('[data-lang]')) button.setAttribute('aria-pressed', String(button.dataset.lang === language));
    for (const kind of ['aria-label', 'placeholder', 'title']) {
      for (const element of all('[data-' + kind + '-en]')) element.setAttribute(kind, element.getAttribute('data-' + kind + '-' + language));
    }
    window.gavel.language = language;
    document.dispatchEvent(new Event('gavel:language'));
  }
  function choose(language) {
    keep('gavel.language', language);
    const url = new URL(location.href);
    if (url.searchParams.has('lang')) { url.searchParams.set('lang', language); history.replaceState(null, '', url); }
    show(language);
  }
  window.gavel = { recall, keep, choose, language: root.lang === 'en' ? 'en' : 'zh' };
  for (const button of all('[data-lang]')) button.addEventListener('click', () => choose(button.dataset.lang));
  if (known(asked)) keep('gavel.language', asked);
  const stored = recall('gavel.language');
  show(known(asked) ? asked : known(stored) ? stored : window.gavel.language);
})();
`;
