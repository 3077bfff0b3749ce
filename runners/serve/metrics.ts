/** Metrics: counters, gauges and histograms in the text format of Prometheus. */

type Labels = Readonly<Record<string, string>>;

interface Family {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  lines(name: string): string[];
}

export interface Counter {
  add(amount: number, labels?: Labels): void;
}

export interface Histogram {
  observe(value: number, labels?: Labels): void;
}

/** Different sets of labels that one family keeps: a client may choose some of their values. */
const MOST_SERIES = 200;

export class Metrics {
  readonly #families = new Map<string, Family>();

  counter(name: string, help: string): Counter {
    const values = new Map<string, number>([['', 0]]);
    const lines = (name: string) => shown(values).map(([labels, value]) => `${name}${labels} ${number(value)}`);
    this.#families.set(name, { kind: 'counter', help, lines });
    return {
      add(amount, labels = {}) {
        const key = seriesOf(values, labels);
        values.set(key, (values.get(key) ?? 0) + amount);
      },
    };
  }

  /** @param value asked for whenever it is read; one a set of labels, where it is a list */
  gauge(name: string, help: string, value: () => number | readonly (readonly [Labels, number])[]): void {
    const lines = (name: string) => {
      const now = value();
      const series = typeof now === 'number' ? [[{}, now] as const] : now;
      return series.map(([labels, value]) => `${name}${labelled(labels)} ${number(value)}`);
    };
    this.#families.set(name, { kind: 'gauge', help, lines });
  }

  /** A counter that somebody else counts. */
  counted(name: string, help: string, value: () => number): void {
    this.#families.set(name, { kind: 'counter', help, lines: (name) => [`${name} ${number(value())}`] });
  }

  /** @param bounds upper, rising */
  histogram(name: string, help: string, bounds: readonly number[]): Histogram {
    const series = new Map<string, { readonly labels: Labels; readonly counts: number[]; sum: number; count: number }>();
    const lines = (name: string) =>
      [...series.values()].flatMap(({ labels, counts, sum, count }) => [
        ...bounds.map((bound, i) => `${name}_bucket${labelled({ ...labels, le: String(bound) })} ${counts[i]}`),
        `${name}_bucket${labelled({ ...labels, le: '+Inf' })} ${count}`,
        `${name}_sum${labelled(labels)} ${number(sum)}`,
        `${name}_count${labelled(labels)} ${count}`,
      ]);
    this.#families.set(name, { kind: 'histogram', help, lines });
    return {
      observe(value, labels = {}) {
        const key = seriesOf(series, labels);
        const known = series.get(key) ?? { labels, counts: bounds.map(() => 0), sum: 0, count: 0 };
        series.set(key, known);
        bounds.forEach((bound, i) => {
          if (value <= bound) known.counts[i] = (known.counts[i] ?? 0) + 1;
        });
        known.sum += value;
        known.count++;
      },
    };
  }

  text(): string {
    const families = [...this.#families].flatMap(([name, { kind, help, lines }]) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} ${kind}`,
      ...lines(name),
    ]);
    return `${families.join('\n')}\n`;
  }
}

/** The sum without labels is only shown where nothing was counted with any. */
function shown(values: ReadonlyMap<string, number>): [string, number][] {
  return [...values].filter(([labels, value]) => values.size === 1 || labels !== '' || value !== 0);
}

function seriesOf(known: ReadonlyMap<string, unknown>, labels: Labels): string {
  const key = labelled(labels);
  return known.has(key) || known.size < MOST_SERIES
    ? key
    : labelled(Object.fromEntries(Object.keys(labels).map((name) => [name, 'other'])));
}

function labelled(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replace(/[\\"\n]/g, (sign) => (sign === '\n' ? '\\n' : `\\${sign}`))}"`,
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function number(value: number): string {
  return Number.isNaN(value) ? 'NaN' : String(value);
}
