/** The script for answering: every change is saved as it is made, and all of it can be done with keys. */
type StatusWord = 'saving' | 'saved' | 'unsaved' | 'refused' | 'answeredBefore' | 'missing';

interface AnswerData {
  /** Below which it is saved: the draft, a skip, the answer. */
  readonly base: string;
  readonly annotator: string;
  readonly item: string;
  readonly draft: Readonly<Record<string, string>>;
  readonly answered: boolean;
  readonly next: string;
  /** Which key chooses which value of which question. */
  readonly keys: Readonly<Record<string, readonly [question: string, value: string]>>;
  readonly words: Readonly<Record<StatusWord | string, Readonly<Record<PageLanguage, string>>>>;
}

/** `final`: asking again would change nothing. */
class PostError extends Error {
  constructor(
    message: string,
    readonly final: boolean,
  ) {
    super(message);
  }
}

{
  const { base, annotator, item, draft, answered, next, keys, words } = pageData<AnswerData>();
  const panes = all('.pane .report');
  const form = byId('say', HTMLFormElement);
  const field = byId('justification', HTMLTextAreaElement);
  const status = byId('status');
  const legend = byId('legend', HTMLDialogElement);
  const groups = all('[data-question]', form);
  const questions = groups.map(({ dataset }) => dataset.question ?? '');
  const radiosOf = (question: string): HTMLInputElement[] =>
    (all('input[type=radio]', form) as HTMLInputElement[]).filter(({ name }) => name === question);
  const word = (name: string): string => words[`annotate.${name}`]?.[gavel.language] ?? '';

  let said = (): string => (answered ? word('answeredBefore') : '');
  const say = (text: () => string, bad = false): void => {
    said = text;
    status.textContent = text();
    status.classList.toggle('bad', bad);
  };
  document.addEventListener('gavel:language', () => {
    status.textContent = said();
  });
  // What is still to be chosen stays there while an earlier change is being saved.
  let asking = false;
  const tell = (name: StatusWord, bad = false): void => {
    if (bad || !asking) say(() => word(name), bad);
  };

  // A page that the browser kept aside may show choices of an older visit.
  for (const question of questions) for (const radio of radiosOf(question)) radio.checked = draft[question] === radio.value;
  field.value = draft.justification ?? '';

  const answer = (): Record<string, string> => {
    const chosen = questions.flatMap((question) => {
      const radio = radiosOf(question).find(({ checked }) => checked);
      return radio === undefined ? [] : [[question, radio.value]];
    });
    return { ...Object.fromEntries(chosen), justification: field.value };
  };
  const post = async (path: string, keepalive = false): Promise<void> => {
    const body = JSON.stringify({ as: annotator, item, answer: answer() });
    const response = await fetch(`${base}/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body, keepalive });
    const reply: { error?: string } = await response.json().catch(() => ({}));
    if (!response.ok) throw new PostError(reply.error ?? response.statusText, response.status < 500);
  };
  const isFinal = (error: unknown): boolean => error instanceof PostError && error.final;

  // One save at a time, and always of the newest state: an older one can never overtake it.
  let changed = false;
  let saving: Promise<void> | undefined;
  let delay: ReturnType<typeof setTimeout> | undefined;
  let leaving = false;
  const saveAll = async (): Promise<void> => {
    while (changed) {
      changed = false;
      tell('saving');
      try {
        await post('draft');
        if (!changed) tell('saved');
      } catch (error) {
        changed = true;
        if (isFinal(error)) return tell('refused', true);
        tell('unsaved', true);
        await new Promise((resolve) => setTimeout(resolve, 2000));
      }
    }
  };
  const save = (): Promise<void> => {
    clearTimeout(delay);
    saving ??= saveAll().finally(() => {
      saving = undefined;
    });
    return saving;
  };
  const touch = (wait: number): void => {
    changed = true;
    asking = false;
    clearTimeout(delay);
    if (wait === 0) void save();
    else delay = setTimeout(save, wait);
  };
  const groupOf = (question: string): HTMLElement | undefined => groups.find(({ dataset }) => dataset.question === question);
  form.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== 'radio') return;
    groupOf(target.name)?.classList.remove('missing');
    touch(0);
  });
  field.addEventListener('input', () => touch(500));
  addEventListener('beforeunload', (event) => {
    if (changed && !leaving) event.preventDefault();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && changed && !leaving) post('draft', true).catch(() => {});
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });

  let busy = false;
  const end = async (path: string): Promise<void> => {
    if (busy) return;
    busy = true;
    clearTimeout(delay);
    changed = false;
    try {
      await saving;
      tell('saving');
      await post(path);
      leaving = true;
      location.href = next;
    } catch (error) {
      changed = true;
      busy = false;
      if (isFinal(error)) return tell('refused', true);
      tell('unsaved', true);
      void save();
    }
  };
  const submit = (): void => {
    const now = answer();
    const missing = questions.filter((question) => now[question] === undefined);
    for (const question of questions) groupOf(question)?.classList.toggle('missing', missing.includes(question));
    asking = false;
    const [first] = missing;
    if (first === undefined) return void end('answer');
    asking = true;
    const names = (): string => missing.map(word).join(gavel.language === 'zh' ? '、' : ', ');
    say(() => word('missing').replace('{what}', names()), true);
    radiosOf(first)[0]?.focus();
  };
  const leave = async (href: string): Promise<void> => {
    clearTimeout(delay);
    if (changed) await save();
    if (changed) return;
    leaving = true;
    location.href = href;
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  /** There is none where nothing can be put off. */
  const skip = document.getElementById('skip');
  skip?.addEventListener('click', (event) => {
    event.preventDefault();
    if (answered) void leave(next);
    else void end('skip');
  });
  /** There is none on the first pair. */
  const undo = document.getElementById('undo');
  undo?.addEventListener('click', (event) => {
    event.preventDefault();
    if (undo instanceof HTMLAnchorElement) void leave(undo.href);
  });

  const shortcuts = byId('shortcuts', HTMLInputElement);
  shortcuts.checked = gavel.recall('gavel.shortcuts') !== 'off';
  shortcuts.addEventListener('change', () => gavel.keep('gavel.shortcuts', shortcuts.checked ? 'on' : 'off'));
  byId('help').addEventListener('click', () => legend.showModal());
  byId('close-legend').addEventListener('click', () => legend.close());

  const find = byId('find', HTMLInputElement);
  const actions: Readonly<Record<string, () => void>> = {
    n: () => skip?.click(),
    u: () => undo?.click(),
    j: () => field.focus(),
    p: () => reading.toggleSync(),
    l: () => gavel.choose(gavel.language === 'en' ? 'zh' : 'en'),
    o: () => {
      const notes = document.getElementById('notes');
      if (notes instanceof HTMLDetailsElement) notes.open = !notes.open;
    },
    '/': () => {
      find.focus();
      find.select();
    },
    '?': () => legend.showModal(),
    '[': () => panes[0]?.focus(),
    ']': () => panes.at(-1)?.focus(),
  };
  const choose = ([question, value]: readonly [string, string]): void => {
    const radio = radiosOf(question).find((each) => each.value === value);
    if (radio === undefined || radio.checked) return;
    radio.checked = true;
    radio.dispatchEvent(new Event('change', { bubbles: true }));
  };
  document.addEventListener('keydown', (event) => {
    const { target } = event;
    if (event.isComposing || event.repeat || legend.open || !(target instanceof Element)) return;
    const handled = (): void => event.preventDefault();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      handled();
      return submit();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && target === field) return panes[0]?.focus({ preventScroll: true });
    if (target.matches('textarea, input[type=search], input[type=text]')) return;
    if (event.key === 'Enter') {
      if (target.matches('button, a, summary')) return;
      handled();
      return submit();
    }
    if (!shortcuts.checked) return;
    const key = event.key.toLowerCase();
    const chosen = Object.hasOwn(keys, key) ? keys[key] : undefined;
    const action = Object.hasOwn(actions, key) ? actions[key] : undefined;
    if (chosen === undefined && action === undefined) return;
    handled();
    if (chosen !== undefined) choose(chosen);
    else action?.();
  });
  panes[0]?.focus({ preventScroll: true });
}
