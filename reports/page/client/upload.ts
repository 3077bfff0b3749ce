/** The script of a page on which a file of labels is handed in: it is sent whole, and what came of it is said. */
{
  const { post, most, words } = pageData<{ post: string; most: number; words: Record<string, Record<PageLanguage, string>> }>();
  const form = byId('upload', HTMLFormElement);
  const said = byId('uploaded');
  let say = (): string => '';
  const tell = (name: string, places: Readonly<Record<string, string | number>> = {}, bad = false): void => {
    say = () => (words[`label.${name}`]?.[gavel.language] ?? '').replace(/\{(\w+)\}/g, (_, place: string) => String(places[place] ?? ''));
    said.textContent = say();
    said.classList.toggle('bad', bad);
  };
  document.addEventListener('gavel:language', () => {
    said.textContent = say();
  });
  const read = (file: File): Promise<string> =>
    new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.addEventListener('load', () => resolve(String(reader.result).replace(/^[^,]*,/, '')));
      reader.addEventListener('error', () => reject(reader.error));
      reader.readAsDataURL(file);
    });
  let sending = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const file = data.get('file');
    if (!(file instanceof File) || sending) return;
    if (file.size > most) return tell('tooBig', { n: Math.round(most / 2 ** 20) }, true);
    sending = true;
    tell('importing');
    try {
      const body = JSON.stringify({ name: file.name, bytes: await read(file), judge: String(data.get('judge')) });
      const response = await fetch(post, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
      const reply: { error?: string; verdicts?: number; known?: number } = await response.json().catch(() => ({}));
      if (!response.ok) return tell('notImported', { why: reply.error ?? response.statusText }, true);
      tell('imported', { n: reply.verdicts ?? 0, known: reply.known ?? 0 });
    } catch (error) {
      tell('notImported', { why: error instanceof Error ? error.message : '' }, true);
    } finally {
      sending = false;
    }
  });
}
