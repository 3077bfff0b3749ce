/** The script that finds words in the reports of a page, in all of them at once. */
const reading = {
  toggleSync: (): void => {},
  /** A report was scrolled to what was found in it: the other one keeps its place. */
  keep: (_pane: HTMLElement): void => {},
};

{
  const { words } = pageData<{ words: { 'annotate.counts': Record<PageLanguage, string> } }>();
  const panes = all('.pane .report');
  const MOST_MARKS = 2000;

  const box = byId('find', HTMLInputElement);
  const found = byId('found', HTMLOutputElement);
  let marks: HTMLElement[] = [];
  let current = -1;
  let counts: readonly number[] = [];

  const clear = (): void => {
    for (const mark of marks) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent?.normalize();
    }
    marks = [];
    current = -1;
  };
  const textsOf = (pane: HTMLElement): Text[] => {
    const walker = document.createTreeWalker(pane, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    return texts;
  };
  const markIn = (pane: HTMLElement, pattern: RegExp): number => {
    let count = 0;
    for (const text of textsOf(pane)) {
      const matches = [...text.data.matchAll(pattern)];
      count += matches.length;
      // From the end, so that earlier places stay where they are.
      for (const match of matches.reverse().slice(0, Math.max(0, MOST_MARKS - marks.length))) {
        const range = document.createRange();
        range.setStart(text, match.index);
        range.setEnd(text, match.index + match[0].length);
        const mark = document.createElement('mark');
        range.surroundContents(mark);
        marks.push(mark);
      }
    }
    return count;
  };
  const say = (): void => {
    const [first, second] = counts;
    const told = words['annotate.counts'][gavel.language];
    found.value = box.value.trim() === '' ? '' : told.replace(/\{left\}|\{n\}/, String(first)).replace('{right}', String(second));
  };
  const search = (): void => {
    clear();
    counts = panes.map(() => 0);
    const text = box.value.trim();
    if (text !== '') {
      const pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(/\s+/g, '\\s+'), 'giu');
      counts = panes.map((pane) => markIn(pane, pattern));
      marks.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    }
    say();
  };
  const step = (by: 1 | -1): void => {
    if (marks.length === 0) return;
    marks[current]?.classList.remove('now');
    current = current < 0 ? (by > 0 ? 0 : marks.length - 1) : (current + by + marks.length) % marks.length;
    const mark = marks[current];
    const pane = panes.find((each) => mark !== undefined && each.contains(mark));
    if (mark === undefined || pane === undefined) return;
    mark.classList.add('now');
    pane.scrollTop += mark.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
    // Both keep their places: the two reports may well not say it at the same height.
    reading.keep(pane);
    const { top, bottom } = pane.getBoundingClientRect();
    if (top > innerHeight || bottom < 0) pane.scrollIntoView({ block: 'nearest' });
  };
  box.addEventListener('input', search);
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      box.value = '';
      search();
      panes[0]?.focus({ preventScroll: true });
    }
  });
  byId('find-next').addEventListener('click', () => step(1));
  byId('find-previous').addEventListener('click', () => step(-1));
  document.addEventListener('gavel:language', say);
}
