/** The script of places within a page: links to them scroll and flash, and a page opens at the one that its address names. */
const places = {
  /** Leaves the address as it is, which says more than the place. */
  go(target: Element): void {
    for (const details of document.querySelectorAll('details:not([open])')) if (details.contains(target)) details.setAttribute('open', '');
    target.scrollIntoView({ block: 'center' });
    target.classList.remove('flash');
    requestAnimationFrame(() => target.classList.add('flash'));
    if (target instanceof HTMLElement) {
      target.tabIndex = -1;
      target.focus({ preventScroll: true });
    }
  },
  /** The first of the places that the page names and has. */
  open(): void {
    for (const element of all('[data-open]')) {
      for (const id of (element.dataset.open ?? '').split('\n')) {
        const target = document.getElementById(id);
        if (target !== null) places.go(target);
      }
    }
  },
};

document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('main a[href^="#"]:not([href^="#/"])') : null;
  const target = link === null ? null : document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (target === null || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  places.go(target);
});
if (!isSite()) places.open();
