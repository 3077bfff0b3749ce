/** The script of a long grid: once the page is drawn it asks for the rows that did not come with it, and adds them a few at a time. */
{
  /** So few that the page can be scrolled meanwhile. */
  const AT_ONCE = 25;
  const grid = document.querySelector<HTMLElement>('[role=grid]');
  /** The link to a page with all rows, for where this script does not run, or fails. */
  const later = document.getElementById('later');
  const whenIdle = (work: () => void): void => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(work, { timeout: 200 });
    else setTimeout(work);
  };

  const fill = async (cells: HTMLElement, address: string): Promise<void> => {
    const rows = all('.r', cells);
    const url = new URL(address);
    url.searchParams.delete('rows');
    url.searchParams.set('from', String(rows.length - 1));
    const reply = await fetch(url);
    if (!reply.ok) throw new Error(url.href);
    const waiting = (await reply.json()) as string[];
    // The scroll bar is that of the whole grid from the start.
    const rest = document.createElement('div');
    const height = rows.at(-1)?.offsetHeight ?? 0;
    cells.append(rest);
    const add = (): void => {
      rest.insertAdjacentHTML('beforebegin', waiting.splice(0, AT_ONCE).join(''));
      rest.style.height = `${waiting.length * height}px`;
      if (waiting.length > 0) return whenIdle(add);
      rest.remove();
      cells.removeAttribute('aria-busy');
    };
    add();
  };

  const link = later?.querySelector('a');
  if (later !== null && link != null && grid !== null) {
    later.hidden = true;
    grid.setAttribute('aria-busy', 'true');
    const failed = (): void => {
      later.hidden = false;
      grid.removeAttribute('aria-busy');
    };
    addEventListener('load', () => whenIdle(() => void fill(grid, link.href).catch(failed)));
  }
}
