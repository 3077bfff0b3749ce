/** The script of the page on which a file is dropped: it is read by the server's mapper, and each choice is sent with it again. */
type Said = Record<string, Record<string, string>>;

interface FilePlan {
  map: Record<string, string>;
  rows?: string;
  wide?: string;
  labels?: string;
  weights?: string;
  outcomes?: string;
  negative?: string;
}

{
  const { post, most, words } = pageData<{ post: string; most: number; words: Record<string, Record<PageLanguage, string>> }>();
  const drop = byId('drop');
  const look = byId('look');
  const said = byId('said');
  const input = byId('file', HTMLInputElement);
  let file: { name: string; bytes: string } | undefined;
  let plan: FilePlan = { map: {} };
  let labels: Said = {};
  let weights: Record<string, string> = {};
  let outcomes: Record<string, string> = {};
  let asked = 0;

  const word = (name: string): string => words[`map.${name}`]?.[gavel.language] ?? '';
  /** @param why what the mapper says of the file, which is English on every page */
  const say = (name: string, why?: string): void => {
    said.textContent = name === '' ? '' : word(name);
    if (why === undefined) return;
    const own = document.createElement('span');
    own.lang = 'en';
    own.textContent = why;
    said.append(` ${word('ownWords')} `, own);
  };
  const pairs = (table: Readonly<Record<string, string>>): string =>
    Object.entries(table)
      .map(([word, means]) => `${word}=${means}`)
      .join(' ');
  const ask = async (settled: boolean): Promise<void> => {
    if (file === undefined) return;
    const turn = ++asked;
    say('reading');
    try {
      const body = JSON.stringify({ ...file, plan, settled });
      const response = await fetch(post, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
      const reply: { html?: string; plan?: FilePlan; error?: string } = await response.json().catch(() => ({}));
      // An older answer must not overtake a newer one.
      if (turn !== asked) return;
      if (!response.ok || reply.html === undefined) return say('failed', reply.error);
      plan = reply.plan ?? plan;
      const focused = document.activeElement?.getAttribute('data-path');
      look.innerHTML = reply.html;
      if (focused != null)
        all('[data-path]', look)
          .find(({ dataset }) => dataset.path === focused)
          ?.focus();
      say('');
    } catch {
      say('failed');
    }
  };
  const take = (chosen: File | undefined): void => {
    if (chosen === undefined) return;
    if (chosen.size > most) return say('tooBig');
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      const url = String(reader.result);
      file = { name: chosen.name, bytes: url.slice(url.indexOf(',') + 1) };
      plan = { map: {} };
      labels = {};
      weights = {};
      outcomes = {};
      look.replaceChildren();
      void ask(false);
    });
    reader.addEventListener('error', () => say('failed'));
    reader.readAsDataURL(chosen);
  };

  input.addEventListener('change', () => take(input.files?.[0]));
  for (const kind of ['dragenter', 'dragover'])
    document.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add('over');
    });
  document.addEventListener('dragleave', () => drop.classList.remove('over'));
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    take(event.dataTransfer?.files[0]);
  });

  /** The field that a path is, in place of what it was and of what the field was. */
  const choose = (path: string, field: string): void => {
    const others = Object.entries(plan.map).filter(([name, at]) => at !== path && name !== field);
    plan = { ...plan, map: { ...Object.fromEntries(others), ...(field !== '' && { [field]: path }) } };
  };
  const put = (name: 'labels' | 'weights' | 'outcomes' | 'rows' | 'wide' | 'negative', text: string): void => {
    const { [name]: _, ...others } = plan;
    plan = text === '' ? { ...others } : { ...others, [name]: text };
  };
  look.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLSelectElement && target.dataset.path !== undefined) {
      choose(target.dataset.path, target.value);
      return void ask(true);
    }
    if (!(target instanceof HTMLInputElement) || target.dataset.weight === undefined) return;
    const { [target.dataset.weight]: _, ...others } = weights;
    weights = target.value === '' ? others : { ...others, [target.dataset.weight]: target.value };
    put('weights', pairs(weights));
    void ask(true);
  });
  /** Elsewhere other paths stand: what they are is guessed anew. */
  const guessAnew = (): void => {
    plan = { ...plan, map: {} };
    void ask(false);
  };
  look.addEventListener('submit', (event) => {
    event.preventDefault();
    for (const { name, value } of all('input', event.target as HTMLFormElement) as HTMLInputElement[])
      if (name === 'rows' || name === 'wide') put(name, value.trim());
    guessAnew();
  });
  look.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('button') : null;
    if (button === null) return;
    const { kind, criterion = '*', word = '', means = '', negative, copy, rows } = button.dataset;
    if (rows !== undefined) {
      put('rows', rows);
      return guessAnew();
    }
    if (copy !== undefined) return void navigator.clipboard.writeText(byId('command').textContent ?? '').then(() => say('copied'));
    if (negative !== undefined) put('negative', negative);
    else if (kind === 'labels') {
      labels = { ...labels, [criterion]: { ...labels[criterion], [word]: means } };
      put(
        'labels',
        Object.entries(labels)
          .map(([of, table]) => `${of}: ${pairs(table)}`)
          .join('; '),
      );
    } else if (kind === 'outcomes') {
      outcomes = { ...outcomes, [word]: means };
      put('outcomes', pairs(outcomes));
    } else return;
    void ask(true);
  });
}
