/** The script for answering: every change is saved as it is made, and all of it can be done with keys. */
export const ANSWER_CLIENT = `
(() => {
  const { annotator, item, draft, answered, next, keys, words } = JSON.parse(document.getElementById('data').textContent);
  const byId = (id) => document.getElementById(id);
  const form = byId('say');
  const field = byId('justification');
  const status = byId('status');
  const legend = byId('legend');
  const questions = [...form.querySelectorAll('[data-question]')].map((element) => element.dataset.question);
  const { recall, keep, choose } = window.gavel;

  let said = answered ? () => words.answeredBefore[window.gavel.language] : () => '';
  function say(text, bad = false) {
    said = text;
    status.textContent = text();
    status.classList.toggle('bad', bad);
  }
  document.addEventListener('gavel:language', () => { status.textContent = said(); });
  // What is still to be chosen stays there while an earlier change is being saved.
  let asking = false;
  const tell = (word, bad = false) => { if (bad || !asking) say(() => words[word][window.gavel.language], bad); };

  // A page that the browser kept aside may show choices of an older visit.
  for (const question of questions) for (const radio of form.elements[question]) radio.checked = draft[question] === radio.value;
  field.value = draft.justification;

  function answer() {
    const chosen = questions.map((question) => [question, form.elements[question].value]).filter(([, value]) => value !== '');
    return { ...Object.fromEntries(chosen), justification: field.value };
  }
  async function post(path, body, keepalive = false) {
    const response = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), keepalive });
    const reply = await response.json().catch(() => ({}));
    if (!response.ok) throw Object.assign(new Error(reply.error ?? response.statusText), { final: response.status < 500 });
    return reply;
  }

  // One save at a time, and always of the newest state: an older one can never overtake it.
  let changed = false;
  let saving;
  let delay;
  let leaving = false;
  function save() {
    clearTimeout(delay);
    saving ??= (async () => {
      while (changed) {
        changed = false;
        tell('saving');
        try {
          await post('/annotate/draft', { as: annotator, item, answer: answer() });
          if (!changed) tell('saved');
        } catch (error) {
          changed = true;
          if (error.final) { tell('refused', true); return; }
          tell('unsaved', true);
          await new Promise((resolve) => setTimeout(resolve, 2000));
        }
      }
    })().finally(() => { saving = undefined; });
    return saving;
  }
  function touch(wait) {
    changed = true;
    asking = false;
    clearTimeout(delay);
    if (wait === 0) save(); else delay = setTimeout(save, wait);
  }
  form.addEventListener('change', (event) => {
    if (event.target.type !== 'radio') return;
    form.querySelector('[data-question="' + event.target.name + '"]').classList.remove('missing');
    touch(0);
  });
  field.addEventListener('input', () => touch(500));
  addEventListener('beforeunload', (event) => { if (changed && !leaving) event.preventDefault(); });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && changed && !leaving) post('/annotate/draft', { as: annotator, item, answer: answer() }, true).catch(() => {});
  });
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });

  let busy = false;
  async function end(path) {
    if (busy) return;
    busy = true;
    clearTimeout(delay);
    changed = false;
    try {
      await saving;
      tell('saving');
      await post(path, { as: annotator, item, answer: answer() });
      leaving = true;
      location.href = next;
    } catch (error) {
      changed = true;
      busy = false;
      if (error.final) tell('refused', true); else { tell('unsaved', true); save(); }
    }
  }
  function submit() {
    const now = answer();
    const missing = questions.filter((question) => now[question] === undefined);
    for (const question of questions) form.querySelector('[data-question="' + question + '"]').classList.toggle('missing', missing.includes(question));
    asking = false;
    if (missing.length === 0) { end('/annotate/answer'); return; }
    const names = (language) => missing.map((question) => words[question][language]).join(language === 'zh' ? '、' : ', ');
    asking = true;
    say(() => words.missing[window.gavel.language].replace('{what}', names(window.gavel.language)), true);
    form.elements[missing[0]][0].focus();
  }
  async function leave(href) {
    clearTimeout(delay);
    if (changed) await save();
    if (changed) return;
    leaving = true;
    location.href = href;
  }
  form.addEventListener('submit', (event) => { event.preventDefault(); submit(); });
  byId('skip').addEventListener('click', (event) => {
    event.preventDefault();
    if (answered) leave(next); else end('/annotate/skip');
  });
  byId('undo')?.addEventListener('click', (event) => { event.preventDefault(); leave(event.currentTarget.href); });

  const shortcuts = byId('shortcuts');
  shortcuts.checked = recall('gavel.shortcuts') !== 'off';
  shortcuts.addEventListener('change', () => keep('gavel.shortcuts', shortcuts.checked ? 'on' : 'off'));
  byId('help').addEventListener('click', () => legend.showModal());
  byId('close-legend').addEventListener('click', () => legend.close());

  const actions = {
    n: () => byId('skip').click(),
    u: () => byId('undo')?.click(),
    j: () => field.focus(),
    p: () => window.gavel.toggleSync(),
    l: () => choose(window.gavel.language === 'en' ? 'zh' : 'en'),
    o: () => { const notes = byId('notes'); if (notes !== null) notes.open = !notes.open; },
    '/': () => { byId('find').focus(); byId('find').select(); },
    '?': () => legend.showModal(),
    '[': () => byId('left').focus(),
    ']': () => byId('right').focus(),
  };
  const writes = (element) => element.matches('textarea, input[type=search], input[type=text]');
  document.addEventListener('keydown', (event) => {
    if (event.isComposing || event.repeat || legend.open) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); submit(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && event.target === field) { byId('left').focus({ preventScroll: true }); return; }
    if (writes(event.target)) return;
    if (event.key === 'Enter') {
      if (!event.target.matches('button, a, summary')) { event.preventDefault(); submit(); }
      return;
    }
    if (!shortcuts.checked) return;
    const key = event.key.toLowerCase();
    if (Object.hasOwn(keys, key)) {
      const [question, value] = keys[key];
      const radio = [...form.elements[question]].find((each) => each.value === value);
      event.preventDefault();
      if (!radio.checked) { radio.checked = true; radio.dispatchEvent(new Event('change', { bubbles: true })); }
    } else if (Object.hasOwn(actions, key)) { event.preventDefault(); actions[key](); }
  });
  byId('left').focus({ preventScroll: true });
})();
`;
