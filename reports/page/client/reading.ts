/** The script for reading two reports: they scroll together by headings that both have. */
{
  const [left, right] = [byId('left'), byId('right')];
  const panes = [left, right];

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
  reading.keep = (pane) => void expected.set(pane, pane.scrollTop);
  reading.toggleSync = () => setTogether(!together);
  sync.addEventListener('click', reading.toggleSync);
}
