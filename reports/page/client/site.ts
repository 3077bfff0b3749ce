/** The script of a site of files: makes the page that the address after the # names, of parts that stand in this file or beside it. */
interface SiteAddress {
  readonly place: unknown;
  readonly state: unknown;
}

interface SitePage {
  readonly html: string;
  readonly titles: Record<PageLanguage, string>;
  readonly data?: Record<string, unknown>;
  readonly scripts?: readonly string[];
}

/** The pages of the board, from the script before this one. */
declare const gavelPages: {
  readAddress(hash: string): SiteAddress | undefined;
  partsOf(head: unknown, place: unknown, state: unknown): readonly string[] | undefined;
  pageFrom(head: unknown, place: unknown, state: unknown, parts: readonly unknown[]): unknown;
  written(language: PageLanguage, data: unknown, state: unknown): SitePage;
};

interface SiteHead {
  readonly benchmarks: readonly { readonly name: string }[];
  /** Names of the parts; the n-th stands in the element `part-n`, or in the file n of the folder `data`. */
  readonly parts: readonly string[];
  readonly files: boolean;
  readonly missing: Record<PageLanguage, string>;
}

{
  const head = pageData<SiteHead>();
  const numbers = new Map(head.parts.map((name, i) => [name, i]));
  const app = byId('app');

  const inflated = async (bytes: BlobPart): Promise<unknown> => {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return JSON.parse(await new Response(stream).text());
  };
  const part = async (name: string): Promise<unknown> => {
    const number = numbers.get(name);
    if (number === undefined) throw new Error(name);
    if (head.files) return inflated(await (await fetch(`data/${number}.bin`)).arrayBuffer());
    return inflated(Uint8Array.from(atob(byId(`part-${number}`).textContent ?? ''), (letter) => letter.charCodeAt(0)));
  };

  /** Of several pages that are asked for at once the last one is shown. */
  let asked = 0;
  const show = async (): Promise<void> => {
    asked += 1;
    const own = asked;
    const [address = '', place] = location.hash.slice(1).split('#');
    const found = gavelPages.readAddress(`#${address}`);
    const names = found && gavelPages.partsOf(head, found.place, found.state);
    try {
      if (found === undefined || names === undefined) throw new Error(address);
      const parts = await Promise.all(names.map(part));
      if (own !== asked) return;
      const page = gavelPages.written(look.language, gavelPages.pageFrom(head, found.place, found.state, parts), found.state);
      app.innerHTML = page.html;
      gavel.titles = page.titles;
      gavel.show();
      scrollTo(0, 0);
      minimap.start();
      if (page.scripts?.includes('charts')) startCharts(page.data as Parameters<typeof startCharts>[0]);
      if (page.scripts?.includes('tasks')) startTasks();
      const target = place === undefined ? null : document.getElementById(place);
      if (target === null) places.open();
      else places.go(target);
    } catch {
      if (own === asked) app.textContent = head.missing[look.language];
    }
  };

  // Forms ask for an address too: what is typed goes into its query.
  document.addEventListener('submit', (event) => {
    if (!(event.target instanceof HTMLFormElement)) return;
    event.preventDefault();
    const path = (event.target.getAttribute('action') ?? location.hash).split('?')[0];
    const typed = [...new FormData(event.target)].filter(([, value]) => value !== '') as [string, string][];
    location.hash = `${path}?${new URLSearchParams(typed)}`;
  });
  const [only, ...others] = head.benchmarks;
  if (location.hash.length < 2 && only !== undefined && others.length === 0) location.replace(`#/${encodeURIComponent(only.name)}`);
  addEventListener('hashchange', show);
  void show();
}
