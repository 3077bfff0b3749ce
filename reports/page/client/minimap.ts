/** The script of the strip beside a long report: a tick for each quote where it stands, the part that is in view, and a click that goes there. */
const minimap = {
  /** Also for a page that was made anew. */
  start(): void {
    const strip = document.querySelector<HTMLElement>('.minimap');
    const report = document.querySelector<HTMLElement>('.paper > .report');
    if (strip === null || report === null) return;
    const view = document.createElement('i');
    view.className = 'view';
    const look = (): void => {
      view.style.top = `${(100 * report.scrollTop) / report.scrollHeight}%`;
      view.style.height = `${(100 * report.clientHeight) / report.scrollHeight}%`;
    };
    const draw = (): void => {
      if (!report.isConnected) return;
      const marks = all('mark.quote[id]', report);
      // What fits needs no map.
      strip.hidden = marks.length === 0 || report.scrollHeight < 1.3 * report.clientHeight;
      if (strip.hidden) return;
      const top = report.getBoundingClientRect().top - report.scrollTop;
      const ticks = marks.map((mark) => {
        const tick = document.createElement('i');
        tick.className = mark.className.replace('quote', 'tick');
        tick.dataset.to = mark.id;
        tick.style.top = `${(100 * (mark.getBoundingClientRect().top - top)) / report.scrollHeight}%`;
        return tick;
      });
      strip.replaceChildren(view, ...ticks);
      look();
    };
    let waiting = false;
    const soon = (): void => {
      if (waiting) return;
      waiting = true;
      const now = (): void => {
        waiting = false;
        draw();
      };
      // The report itself comes first.
      if (typeof requestIdleCallback === 'function') requestIdleCallback(now, { timeout: 500 });
      else setTimeout(now);
    };
    report.addEventListener('scroll', look, { passive: true });
    for (const kind of ['toggle', 'load']) report.addEventListener(kind, soon, true);
    new ResizeObserver(soon).observe(report);
    strip.addEventListener('click', ({ target, clientY }) => {
      const to = target instanceof HTMLElement ? document.getElementById(target.dataset.to ?? '') : null;
      if (to !== null) return places.go(to);
      const { top, height } = strip.getBoundingClientRect();
      report.scrollTop = ((clientY - top) / height) * report.scrollHeight - report.clientHeight / 2;
    });
  },
};

if (!isSite()) minimap.start();
