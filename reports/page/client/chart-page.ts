/** The script of pages with charts and tables: draws the charts in the look that holds, and sorts the tables. */
interface DrawnConfig {
  readonly options: {
    responsive?: boolean;
    readonly plugins: { readonly frame: { readonly title: string; readonly size: { readonly height: number; readonly minWidth: number } } };
  };
}

/** Chart.js, from the script before this one. */
declare const Chart: new (canvas: HTMLCanvasElement, config: DrawnConfig) => { destroy(): void };

/** What a cell is sorted by. */
interface SortKey {
  readonly value: number | string | null;
  readonly unit?: string;
}

function startCharts({ charts }: { readonly charts: Record<string, Record<PageLanguage, Record<'light' | 'dark', DrawnConfig>>> }): void {
  const drawn = new Map<HTMLElement, { destroy(): void }>();
  /** Pixels between the margins of a sheet of A4 or letter paper. */
  const PAPER = 680;

  const draw = (): void => {
    for (const canvas of all('canvas[data-chart]')) {
      const config = charts[canvas.dataset.chart ?? '']?.[look.language][shownTheme()];
      const plot = canvas.parentElement;
      if (config === undefined || plot === null || !(canvas instanceof HTMLCanvasElement)) continue;
      const { size, title } = config.options.plugins.frame;
      drawn.get(canvas)?.destroy();
      plot.style.minWidth = `${size.minWidth}px`;
      // On narrow screens title, legend and notes take more lines.
      plot.style.height = `${size.height + ((plot.parentElement ?? plot).clientWidth < 600 ? 110 : 0)}px`;
      canvas.setAttribute('aria-label', title);
      const own = structuredClone(config);
      // Paper has no layout to follow: a chart that follows the one of the screen comes out squeezed.
      if (look.printing) {
        own.options.responsive = false;
        canvas.width = Math.max(PAPER, size.minWidth);
        canvas.height = size.height;
      }
      drawn.set(canvas, new Chart(canvas, own));
    }
  };

  const keyOf = (row: HTMLTableRowElement, column: number): SortKey => JSON.parse(row.cells[column]?.dataset.sort ?? '{"value":null}');

  const compared = (a: number | string, b: number | string): number =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), look.language);

  /** Unknown values stand last either way; amounts of different currencies are not compared. */
  const order = (a: SortKey, b: SortKey, rising: boolean): number => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
    const units = (a.unit ?? '').localeCompare(b.unit ?? '');
    return units || (rising ? 1 : -1) * compared(a.value, b.value);
  };

  const sortBy = (head: HTMLTableCellElement): void => {
    const now = head.getAttribute('aria-sort');
    const rising = now === 'none' ? head.dataset.first === 'ascending' : now !== 'ascending';
    const body = head.closest('table')?.tBodies[0];
    if (body === undefined) return;
    const rows = [...body.rows].map((row) => ({ row, key: keyOf(row, head.cellIndex) }));
    rows.sort((a, b) => order(a.key, b.key, rising));
    body.append(...rows.map(({ row }) => row));
    for (const other of all('th[aria-sort]', head.parentElement ?? document)) other.setAttribute('aria-sort', 'none');
    head.setAttribute('aria-sort', rising ? 'ascending' : 'descending');
  };

  for (const button of all('th[aria-sort] button')) {
    const head = button.parentElement;
    if (head instanceof HTMLTableCellElement) button.addEventListener('click', () => sortBy(head));
  }
  for (const link of all('main nav a[href^="#"]')) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      goTo(link);
    });
  }
  startPart({ show: draw });
}

if (!isSite()) startCharts(pageData());
