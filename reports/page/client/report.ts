/** The script of reports that are shown: pictures are loaded when somebody asks for one, and an outline leads to a heading. */
{
  const shown = (source: string, after: Element): void => {
    const next = after.nextElementSibling;
    if (next instanceof HTMLImageElement && next.dataset.of === 'report') return next.remove();
    const picture = document.createElement('img');
    picture.dataset.of = 'report';
    picture.referrerPolicy = 'no-referrer';
    picture.alt = after.textContent ?? '';
    picture.src = source;
    after.after(picture);
  };
  document.addEventListener('click', (event) => {
    if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const image = event.target.closest<HTMLElement>('.report .image');
    const source = image instanceof HTMLAnchorElement ? image.href : image?.dataset.picture;
    if (image !== null && source !== undefined) {
      event.preventDefault();
      return shown(source, image);
    }
    const link = event.target.closest<HTMLAnchorElement>('.outline a');
    if (link === null) return;
    event.preventDefault();
    const heading = document.getElementById(link.hash.slice(1));
    const outline = link.closest('details');
    if (outline !== null) outline.open = false;
    if (heading === null) return;
    heading.tabIndex = -1;
    heading.scrollIntoView({ block: 'start' });
    heading.focus({ preventScroll: true });
  });
}
