/** The script of the tasks page: filters, kept in the hash beside language and theme. */
function startTasks(): void {
  const filters = all('select[data-filter]') as HTMLSelectElement[];
  const clear = byId('clear', HTMLButtonElement);
  const nameOf = ({ dataset }: HTMLSelectElement): string => dataset.filter ?? '';

  const show = (): void => {
    for (const option of all('option[data-en]')) option.textContent = option.dataset[look.language] ?? '';
    const articles = all('article[data-domain]');
    for (const article of articles) {
      article.hidden = filters.some((select) => select.value !== '' && article.dataset[nameOf(select)] !== select.value);
    }
    for (const section of all('section.domain')) section.hidden = all('article', section).every((article) => article.hidden);
    const left = articles.filter((article) => !article.hidden).length;
    byId('left').textContent = `${left} / ${articles.length}`;
    byId('none').hidden = left > 0;
    clear.disabled = filters.every((select) => select.value === '');
  };

  const read = (hash: URLSearchParams): void => {
    for (const select of filters) {
      const value = hash.get(nameOf(select)) ?? '';
      select.value = [...select.options].some((option) => option.value === value) ? value : '';
    }
  };

  const { change } = startPart({
    show,
    read,
    state: () => filters.filter(({ value }) => value !== '').map((select): [string, string] => [nameOf(select), select.value]),
  });

  const showEverything = (): void => {
    for (const select of filters) select.value = '';
    change();
  };

  byId('filters').hidden = false;
  for (const select of filters) select.addEventListener('change', change);
  clear.addEventListener('click', () => {
    showEverything();
    filters[0]?.focus();
  });
  for (const link of all('main nav a[href^="#"]')) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      showEverything();
      goTo(link);
    });
  }
  addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll<HTMLDetailsElement>('details:not([open])')) {
      details.open = true;
      details.dataset.printed = '';
    }
  });
  addEventListener('afterprint', () => {
    for (const details of document.querySelectorAll<HTMLDetailsElement>('details[data-printed]')) {
      details.open = false;
      delete details.dataset.printed;
    }
  });
}

if (!isSite()) startTasks();
