/** The script of the buttons by which a person steers a sweep: what was asked is sent, and the page says that it was. */
{
  const { steer, words } = pageData<{ steer: string; words: Record<string, Record<PageLanguage, string>> }>();
  const said = byId('said');
  const say = (name: string, why = ''): void => {
    said.textContent = `${words[`live.${name}`]?.[gavel.language] ?? ''} ${why}`.trim();
  };
  const ask = async (wish: Readonly<Record<string, unknown>>): Promise<void> => {
    try {
      const response = await fetch(steer, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(wish) });
      const reply: { error?: string } = await response.json().catch(() => ({}));
      if (response.ok) say('asked');
      else say('notAsked', reply.error ?? response.statusText);
    } catch {
      say('notAsked');
    }
  };
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-ask]') : null;
    if (button === null) return;
    const { ask: kind, agent, task, sure } = button.dataset;
    if (sure !== undefined && !confirm(words['live.surelyStop']?.[gavel.language] ?? '')) return;
    void ask({ kind, ...(agent !== undefined && { agent }), ...(task !== undefined && { task }) });
  });
  byId('concurrency', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    const inputs = all('input', event.target as HTMLFormElement) as HTMLInputElement[];
    const limits = inputs.flatMap((input) => (input.value === '' ? [] : [[input.name, input.valueAsNumber] as const]));
    if (limits.length > 0) void ask({ kind: 'limits', limits: Object.fromEntries(limits) });
  });
}
