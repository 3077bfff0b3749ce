/** Spans: what was done and how long it took, sent to an OpenTelemetry collector (OTLP over HTTP, JSON) where the environment names one. */
import { randomBytes } from 'node:crypto';

export interface Span {
  readonly name: string;
  /** In milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly failed: boolean;
  /** Of whoever asked, as the header `traceparent` says it. */
  readonly parent?: string | undefined;
}

export interface Spans {
  add(span: Span): void;
  /** Sends what is left. Never rejects. */
  close(): Promise<void>;
}

export interface SpansDeps {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch: (
    url: string,
    init: { method: 'POST'; headers: Record<string, string>; body: string },
  ) => Promise<{ readonly status: number }>;
  /** Runs `work` once so many milliseconds are over. */
  readonly after: (ms: number, work: () => void) => void;
  readonly onNotice: (line: string) => void;
}

const MOST_HELD = 4096;
const SEND_MS = 5_000;

/** Undefined where no collector is named. */
export function openSpans({ env, fetch, after, onNotice }: SpansDeps): Spans | undefined {
  const url = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? withPath(env.OTEL_EXPORTER_OTLP_ENDPOINT);
  if (url === undefined) return undefined;
  const headers = { 'content-type': 'application/json', ...headersIn(env.OTEL_EXPORTER_OTLP_HEADERS ?? '') };
  const service = env.OTEL_SERVICE_NAME ?? 'gavel';
  let held: Span[] = [];
  let waiting = false;
  let said = false;
  const send = async () => {
    const spans = held;
    held = [];
    waiting = false;
    if (spans.length === 0) return;
    const failure = await fetch(url, { method: 'POST', headers, body: JSON.stringify(payload(service, spans)) }).then(
      ({ status }) => (status < 300 ? undefined : `status ${status}`),
      (error: unknown) => (error as Error).message,
    );
    if (failure !== undefined && !said) onNotice(`spans cannot be sent to ${new URL(url).origin}: ${failure}`);
    said = failure !== undefined;
  };
  return {
    add(span) {
      if (held.length < MOST_HELD) held.push(span);
      if (waiting) return;
      waiting = true;
      after(SEND_MS, () => void send());
    },
    close: send,
  };
}

function withPath(endpoint: string | undefined): string | undefined {
  return endpoint === undefined || endpoint === '' ? undefined : `${endpoint.replace(/\/+$/, '')}/v1/traces`;
}

/** `name=value,name=value` */
function headersIn(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split(',').flatMap((pair) => {
      const [name = '', ...value] = pair.split('=');
      return name.trim() === '' || value.length === 0 ? [] : [[name.trim(), decodeURIComponent(value.join('=').trim())]];
    }),
  );
}

function payload(service: string, spans: readonly Span[]): object {
  const resource = { attributes: [attribute('service.name', service)] };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'gavel serve' }, spans: spans.map(spanOf) }] }] };
}

function spanOf({ name, start, end, attributes, failed, parent }: Span): object {
  const [, traceId = randomBytes(16).toString('hex'), parentSpanId] = /^00-([\da-f]{32})-([\da-f]{16})-/.exec(parent ?? '') ?? [];
  return {
    traceId,
    spanId: randomBytes(8).toString('hex'),
    ...(parentSpanId !== undefined && { parentSpanId }),
    name,
    // A server's span.
    kind: 2,
    startTimeUnixNano: nanoseconds(start),
    endTimeUnixNano: nanoseconds(end),
    attributes: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
    status: { code: failed ? 2 : 1 },
  };
}

function nanoseconds(ms: number): string {
  return `${Math.round(ms * 1000)}000`;
}

function attribute(key: string, value: string | number): object {
  return { key, value: typeof value === 'string' ? { stringValue: value } : { doubleValue: value } };
}
