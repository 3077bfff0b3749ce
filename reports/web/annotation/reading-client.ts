/** The script for reading two reports: they scroll together, and one search runs through both. */
export const READING_CLIENT = `
(() => {
  const { words } = JSON.parse(document.getElementById('data').textContent);
  const byId = (id) => document.getElementById(id);
  const panes = [byId('left'), byId('right')];
  const { recall, keep } = window.gavel;
  const MOST_MARKS = 2000;

  const sync = byId('sync');
  let together = recall('gavel.sync') !== 'off';
  // Where the script itself has scrolled a report to: that scroll is not passed on.
  const expected = new Map();
  const room = (pane) => pane.scrollHeight - pane.clientHeight;

  function follow(pane) {
    const mine = expected.get(pane);
    expected.delete(pane);
    if (!together || (mine !== undefined && Math.abs(mine - pane.scrollTop) < 2)) return;
    const other = panes.find((each) => each !== pane);
    if (room(pane) <= 0 || room(other) <= 0) return;
    const target = Math.round((pane.scrollTop / room(pane)) * room(other));
    if (Math.abs(other.scrollTop - target) < 1) return;
    expected.set(other, target);
    other.scrollTop = target;
  }
  for (const pane of panes) pane.addEventListener('scroll', () => follow(pane), { passive: true });
  function setTogether(on) {
    together = on;
    keep('gavel.sync', on ? 'on' : 'off');
    sync.setAttribute('aria-pressed', String(on));
  }
  setTogether(together);
  sync.addEventListener('click', () => setTogether(!together));

  const box = byId('find');
  let marks = [];
  let current = -1;
  let counts = [0, 0];

  function clear() {
    for (const mark of marks) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
    marks = [];
    current = -1;
  }
  function markIn(pane, pattern) {
    const walker = document.createTreeWalker(pane, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    let found = 0;
    for (const node of nodes) {
      const matches = [...node.data.matchAll(pattern)];
      found += matches.length;
      // From the end, so that earlier places stay where they are.
      for (const match of matches.reverse().slice(0, Math.max(0, MOST_MARKS - marks.length))) {
        const range = document.createRange();
        range.setStart(node, match.index);
        range.setEnd(node, match.index + match[0].length);
        const mark = document.createElement('mark');
        range.surroundContents(mark);
        marks.push(mark);
      }
    }
    return found;
  }
  function search() {
    clear();
    const text = box.value.trim();
    if (text === '') { counts = [0, 0]; say(); return; }
    const pattern = new RegExp(text.replace(/[\\\\^$.*+?()[\\]{}|]/g, '\\\\$&').replace(/\\s+/g, '\\\\s+'), 'giu');
    counts = panes.map((pane) => markIn(pane, pattern));
    marks.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    say();
  }
  function say() {
    const template = words.counts[window.gavel.language];
    byId('found').value = box.value.trim() === '' ? '' : template.replace('{left}', counts[0]).replace('{right}', counts[1]);
  }
  function step(by) {
    if (marks.length === 0) return;
    marks[current]?.classList.remove('now');
    current = current < 0 ? (by > 0 ? 0 : marks.length - 1) : (current + by + marks.length) % marks.length;
    const mark = marks[current];
    mark.classList.add('now');
    const pane = panes.find((each) => each.contains(mark));
    pane.scrollTop += mark.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
    // Both keep their places: the two reports may well not say it at the same height.
    expected.set(pane, pane.scrollTop);
    if (pane.getBoundingClientRect().top > innerHeight || pane.getBoundingClientRect().bottom < 0) pane.scrollIntoView({ block: 'nearest' });
  }
  box.addEventListener('input', search);
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing) { event.preventDefault(); step(event.shiftKey ? -1 : 1); }
    if (event.key === 'Escape') { event.preventDefault(); box.value = ''; search(); panes[0].focus({ preventScroll: true }); }
  });
  byId('find-next').addEventListener('click', () => step(1));
  byId('find-previous').addEventListener('click', () => step(-1));
  document.addEventListener('gavel:language', say);
  window.gavel.toggleSync = () => setTogether(!together);
})();
`;
