/** The script of the board's keys: cells by arrows, tasks and agents by letters, from a verdict to its sentence; and the list of all of them. */
{
  const one = (selector: string): HTMLElement | null => document.querySelector<HTMLElement>(selector);
  const follow = (key: string) => (): void => one(`[data-key~="${key}"]`)?.click();
  const focusOn = (selector: string) => (): void => {
    const field = one(selector);
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
  };

  /** The cell that the arrows go on from. */
  const CELL = '[role=rowheader] a:first-child, [role=gridcell]';
  const cellOf = (target: Element | null): HTMLElement | undefined => target?.closest<HTMLElement>(CELL) ?? undefined;
  const cellsOf = (row: Element | null | undefined): HTMLElement[] => (row == null ? [] : all(CELL, row));
  const go = (cell: HTMLElement | undefined): void => {
    if (cell === undefined) return;
    cell.focus();
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  const move = (down: number, right: number): boolean => {
    const grid = one('[role=grid]');
    if (grid === null) return false;
    const here = cellOf(document.activeElement);
    const row = here?.closest('[role=row]');
    if (here === undefined || row == null || !grid.contains(row)) {
      go(cellsOf(grid.querySelector(`[role=row]:has(${CELL})`))[1]);
      return true;
    }
    const beside = cellsOf(down > 0 ? row.nextElementSibling : row.previousElementSibling);
    const cells = cellsOf(row);
    const next = down === 0 || beside.length === 0 ? cells : beside;
    go(next[Math.min(next.length - 1, Math.max(0, cells.indexOf(here) + right))]);
    return true;
  };

  // One of its cells is where Tab comes to, as in every grid.
  document.addEventListener('focusin', ({ target }) => {
    const cell = target instanceof Element ? cellOf(target) : undefined;
    const grid = cell?.closest('[role=grid]');
    if (cell === undefined || grid == null) return;
    for (const other of all(`:is(${CELL}):not([tabindex="-1"])`, grid)) if (other !== cell) other.tabIndex = -1;
    cell.tabIndex = 0;
  });

  /** The item after the one that was gone to last, or before it; from the first on. */
  const step = (items: readonly HTMLElement[], last: HTMLElement | undefined, by: 1 | -1): HTMLElement | undefined => {
    const at = last === undefined ? -1 : items.indexOf(last);
    return items[at < 0 ? (by > 0 ? 0 : items.length - 1) : (at + by + items.length) % items.length];
  };
  let criterion: HTMLElement | undefined;
  let quote: HTMLElement | undefined;
  const toCriterion = (by: 1 | -1) => (): void => {
    const lost = all('.verdicts > li').filter((item) => item.querySelector('.lost') !== null);
    criterion = step(lost, criterion, by);
    if (criterion === undefined) return;
    criterion.tabIndex = -1;
    criterion.focus();
    criterion.scrollIntoView({ block: 'start' });
    quote = undefined;
  };
  /** Of the criterion that was gone to, else of all. */
  const toQuote = (by: 1 | -1) => (): void => {
    const inside = criterion?.isConnected === true && criterion.querySelector('a[href*="#q-"]') !== null ? criterion : document;
    quote = step(all('.verdicts a[href*="#q-"]', inside), quote?.isConnected === true ? quote : undefined, by);
    quote?.click();
  };

  /** The agent of the column that has the focus. */
  const baseline = (): void => {
    const cell = cellOf(document.activeElement);
    const column = cell === undefined ? 0 : all('[role=gridcell]', cell.closest('[role=row]') ?? document).indexOf(cell);
    const agent = all('[role=columnheader].c')[column]?.title;
    all('[data-baseline]')
      .find((link) => link.dataset.baseline === agent)
      ?.click();
  };

  const copyLink = (): void => {
    void navigator.clipboard
      ?.writeText(location.href)
      .then(() => {
        const said = one('#copied');
        if (said !== null) said.hidden = false;
        setTimeout(() => {
          if (said !== null) said.hidden = true;
        }, 2000);
      })
      .catch(() => {});
  };
  const dialog = (): HTMLDialogElement | undefined => {
    const found = document.getElementById('keys');
    return found instanceof HTMLDialogElement ? found : undefined;
  };
  const up = (): void => all('.trail li a').at(-1)?.click();

  const actions: Readonly<Record<string, () => void>> = {
    j: follow('next-task'),
    k: follow('previous-task'),
    l: follow('next-agent'),
    h: follow('previous-agent'),
    b: baseline,
    c: follow('beside'),
    d: follow('difference'),
    ']': toCriterion(1),
    '[': toCriterion(-1),
    n: toQuote(1),
    p: toQuote(-1),
    f: focusOn('#filter'),
    '/': focusOn('#seek, #asked-for'),
    y: copyLink,
    '?': () => dialog()?.showModal(),
    Escape: up,
    ...Object.fromEntries(['1', '2', '3', '4'].map((digit) => [digit, follow(`scale-${digit}`)])),
  };
  const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
    ArrowDown: [1, 0],
    ArrowUp: [-1, 0],
    ArrowRight: [0, 1],
    ArrowLeft: [0, -1],
  };
  document.addEventListener('keydown', (event) => {
    const { target, key } = event;
    if (event.isComposing || dialog()?.open === true || !(target instanceof Element)) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && key.toLowerCase() === 'k') {
      event.preventDefault();
      return focusOn('#seek, #asked-for')();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.matches('input, textarea, select')) {
      if (key === 'Escape') (target as HTMLElement).blur();
      return;
    }
    const arrow = ARROWS[key];
    // What scrolls by itself goes on doing so; the arrows are the grid's where one of its cells has the focus, or nothing has.
    if (arrow !== undefined) {
      if (cellOf(target) === undefined && target !== document.body) return;
      if (move(...arrow)) event.preventDefault();
      return;
    }
    const action = Object.hasOwn(actions, key) ? actions[key] : undefined;
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
  document.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element)) return;
    if (target.closest('#show-keys') !== null) dialog()?.showModal();
    if (target.closest('#close-keys') !== null) dialog()?.close();
  });
}
