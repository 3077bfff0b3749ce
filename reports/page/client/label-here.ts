/** The script by which a person labels a criterion on the page of its case: the form comes to the criterion, and what is saved is shown at once. */
{
  interface LabelHere {
    readonly post: string;
    readonly about: Readonly<Record<string, unknown>>;
    readonly words: Readonly<Record<string, Readonly<Record<PageLanguage, string>>>>;
  }
  const { post, about, words } = pageData<{ label: LabelHere }>().label;
  const form = byId('label-here', HTMLFormElement);
  const field = (name: string): HTMLInputElement => form.elements.namedItem(name) as HTMLInputElement;
  const status = form.querySelector('[data-status]') as HTMLElement;
  const NAME = 'gavel.labels-as';
  const KEYS: Readonly<Record<string, string>> = { s: 'satisfied', t: 'partial', x: 'unsatisfied' };
  field('as').value = gavel.recall(NAME) ?? '';

  const items = (): HTMLElement[] => all('.verdicts > li');
  /** The criterion that was gone to last. */
  let last = '';
  const itemOf = (target: Element | null): HTMLElement | undefined => target?.closest<HTMLElement>('.verdicts > li') ?? undefined;
  const here = (): HTMLElement | undefined =>
    itemOf(document.activeElement) ?? items().find(({ dataset }) => dataset.criterion === last) ?? items()[0];
  document.addEventListener('focusin', ({ target }) => {
    last = (target instanceof Element ? itemOf(target) : undefined)?.dataset.criterion ?? last;
  });

  const say = (name: string, why = '', bad = false): void => {
    status.textContent = `${words[name]?.[gavel.language] ?? ''} ${why}`.trim();
    status.classList.toggle('bad', bad);
  };
  const open = (item: HTMLElement | undefined, label?: string): void => {
    if (item === undefined) return;
    if (itemOf(form) !== item) {
      form.reset();
      field('as').value = gavel.recall(NAME) ?? '';
      item.append(form);
    }
    form.hidden = false;
    form.classList.toggle('flaw', item.dataset.flaw !== undefined);
    status.textContent = '';
    for (const radio of all('input[type=radio]', form) as HTMLInputElement[]) {
      if (label !== undefined) radio.checked = radio.value === label;
    }
    form.scrollIntoView({ block: 'nearest' });
    (label === undefined ? (all('input[type=radio]', form)[0] as HTMLElement) : field('justification')).focus({ preventScroll: true });
  };
  const away = (): void => {
    const item = itemOf(form);
    form.hidden = true;
    document.body.append(form);
    if (item === undefined) return;
    item.tabIndex = -1;
    item.focus({ preventScroll: true });
  };

  /** The criterion as the server shows it now. */
  const fresh = async (id: string): Promise<void> => {
    const text = await (await fetch(location.href, { headers: { Accept: 'text/html' } })).text();
    const page = new DOMParser().parseFromString(text.slice(text.indexOf('<body'), text.lastIndexOf('</body>')), 'text/html');
    const [old, next] = [document.getElementById(id), page.getElementById(id)];
    if (old !== null && next !== null) old.replaceChildren(...next.childNodes);
    gavel.show(gavel.language);
  };
  let saving = false;
  const save = async (): Promise<void> => {
    const item = itemOf(form);
    if (item === undefined || saving) return;
    if (!form.reportValidity()) return;
    saving = true;
    const as = field('as').value.trim();
    const { label, justification } = Object.fromEntries(new FormData(form)) as Record<string, string>;
    say('annotate.saving');
    try {
      const body = JSON.stringify({ ...about, as, criterion: item.dataset.criterion, answer: { label, justification } });
      const response = await fetch(post, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
      const reply: { error?: string } = await response.json().catch(() => ({}));
      if (!response.ok) return say('label.notSaved', reply.error ?? response.statusText, true);
      gavel.keep(NAME, as);
      away();
      form.reset();
      byId('label-said').textContent = words['annotate.saved']?.[gavel.language] ?? '';
      await fresh(item.id);
    } catch {
      say('label.notSaved', '', true);
    } finally {
      saving = false;
    }
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void save();
  });
  form.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const { key, target } = event;
    if (key === 'Escape') away();
    else if (key === 'Enter' && !event.shiftKey && target instanceof Element && !target.matches('button')) void save();
    else if (target instanceof Element && target.matches('input[type=radio]') && Object.hasOwn(KEYS, key)) open(itemOf(form), KEYS[key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element)) return;
    if (target.closest('[data-label-away]') !== null) away();
    else if (target.closest('[data-label-here]') !== null) open(itemOf(target));
  });
  document.addEventListener('keydown', (event) => {
    const { key, target } = event;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element)) return;
    if (target.matches('input, textarea, select') || target.closest('dialog[open]') !== null || !Object.hasOwn(KEYS, key)) return;
    event.preventDefault();
    open(here(), KEYS[key]);
  });
}
