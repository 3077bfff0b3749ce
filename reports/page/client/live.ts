/** The script of pages that change by themselves: when the server says that the store has changed, their live parts are fetched anew. */
{
  /** Between two looks, so that a busy store does not keep a page and its server busy. */
  const LEAST_MS = 2000;
  let source: EventSource | undefined;
  let waiting = false;
  let last = performance.now();

  const fresh = async (): Promise<void> => {
    const response = await fetch(location.href, { headers: { Accept: 'text/html' } });
    if (!response.ok) return;
    // The body alone: the policy would refuse a style that is only read.
    const text = await response.text();
    const page = new DOMParser().parseFromString(text.slice(text.indexOf('<body'), text.lastIndexOf('</body>')), 'text/html');
    for (const part of all('[data-live]')) {
      const next = page.getElementById(part.id);
      // What somebody is writing in is left as it is.
      if (next === null || next.innerHTML === part.innerHTML || part.contains(typing())) continue;
      const focused = document.activeElement?.id ?? '';
      part.replaceChildren(...next.childNodes);
      if (focused !== '') document.getElementById(focused)?.focus({ preventScroll: true });
    }
    gavel.show(gavel.language);
  };
  const typing = (): Element | null => {
    const active = document.activeElement;
    return active?.matches('input, textarea, select') === true ? active : null;
  };
  const changed = (): void => {
    if (waiting) return;
    waiting = true;
    setTimeout(
      () => {
        last = performance.now();
        fresh()
          .catch(() => {})
          .finally(() => {
            waiting = false;
          });
      },
      Math.max(0, last + LEAST_MS - performance.now()),
    );
  };
  /** A browser keeps few connections to one server: a page that nobody looks at gives its own back. */
  const look = (): void => {
    if (document.visibilityState === 'hidden') {
      source?.close();
      source = undefined;
      return;
    }
    if (source !== undefined) return;
    source = new EventSource('/events');
    source.addEventListener('change', changed);
  };
  document.addEventListener('visibilitychange', look);
  look();
}
