/** The script for reading two reports: they scroll together by headings that both have, and one search runs through both. */
const reading = {
  toggleSync: (): void => {},
};

{
  const { words } = pageData<{ words: { 'annotate.counts': Record<PageLanguage, string> } }>();
  const [left, right] = [byId('left'), byId('right')];
  const panes = [left, right];
  const MOST_MARKS = 2000;

  const sync = byId('sync');
  let together = gavel.recall('gavel.sync') !== 'off';
  // Where the script itself has scrolled a report to: that scroll is not passed on.
  const expected = new Map<HTMLElement, number>();
  const room = (pane: HTMLElement): number => pane.scrollHeight - pane.clientHeight;

  /** Numbers before a heading and its signs tell nothing of what it is about. */
  const wordsOf = (heading: Element): string =>
    (heading.textContent ?? '').toLowerCase().replace(/^[\s\d.、)）(（一二三四五六七八九十章节第-]+|[\s\p{P}]+/gu, '');
  const placeIn = (pane: HTMLElement, element: Element): number =>
    element.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
  /** Places at which both say the same, from the top down: headings with the same words, in the same order. */
  const anchors = (): [number, number][] => {
    const [mine, others] = panes.map((pane) => all('h3, h4, h5, h6', pane));
    const pairs: [number, number][] = [[0, 0]];
    let from = 0;
    for (const heading of mine ?? []) {
      const words = wordsOf(heading);
      const at = words === '' ? -1 : (others ?? []).findIndex((other, i) => i >= from && wordsOf(other) === words);
      const other = others?.[at];
      if (other === undefined) continue;
      from = at + 1;
      pairs.push([placeIn(left, heading), placeIn(right, other)]);
    }
    return pairs;
  };
  /** Between two such places by pixels, no further than the next. */
  const placeOf = (top: number, side: 0 | 1): number => {
    const pairs = anchors();
    const at = Math.max(
      0,
      pairs.findLastIndex((pair) => pair[side] <= top + 1),
    );
    const here: readonly [number, number] = pairs[at] ?? [0, 0];
    const next = pairs[at + 1];
    const other = side === 0 ? 1 : 0;
    const target = here[other] + top - here[side];
    return Math.round(next === undefined ? target : Math.min(target, next[other]));
  };

  const follow = (pane: HTMLElement, other: HTMLElement): void => {
    const mine = expected.get(pane);
    expected.delete(pane);
    if (!together || (mine !== undefined && Math.abs(mine - pane.scrollTop) < 2)) return;
    if (room(pane) <= 0 || room(other) <= 0) return;
    const end = pane.scrollTop >= room(pane) - 1;
    const target = end ? room(other) : Math.min(room(other), placeOf(pane.scrollTop, pane === left ? 0 : 1));
    if (Math.abs(other.scrollTop - target) < 1) return;
    expected.set(other, target);
    other.scrollTop = target;
  };
  left.addEventListener('scroll', () => follow(left, right), { passive: true });
  right.addEventListener('scroll', () => follow(right, left), { passive: true });
  const setTogether = (on: boolean): void => {
    together = on;
    gavel.keep('gavel.sync', on ? 'on' : 'off');
    sync.setAttribute('aria-pressed', String(on));
  };
  setTogether(together);
  reading.toggleSync = () => setTogether(!together);
  sync.addEventListener('click', reading.toggleSync);

  const box = byId('find', HTMLInputElement);
  const found = byId('found', HTMLOutputElement);
  let marks: HTMLElement[] = [];
  let current = -1;
  let counts: readonly number[] = [0, 0];

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
    const text = words['annotate.counts'][gavel.language].replace('{left}', String(first)).replace('{right}', String(second));
    found.value = box.value.trim() === '' ? '' : text;
  };
  const search = (): void => {
    clear();
    counts = [0, 0];
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
    expected.set(pane, pane.scrollTop);
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
      left.focus({ preventScroll: true });
    }
  });
  byId('find-next').addEventListener('click', () => step(1));
  byId('find-previous').addEventListener('click', () => step(-1));
  document.addEventListener('gavel:language', say);
}
