/** Spans for OpenTelemetry: sent where a collector is named, under the trace of whoever asked, and never in anybody's way. */
import { expect, it } from 'vitest';
import { openSpans } from '../../../runners/serve/spans.ts';

const span = { name: 'rewards slime', start: 1000, end: 1250.5, attributes: { items: 1, protocol: 'slime' }, failed: false };

function collector(env: Record<string, string>, answer: () => Promise<{ status: number }> = async () => ({ status: 200 })) {
  const sent: { url: string; headers: Record<string, string>; body: string }[] = [];
  const notices: string[] = [];
  const later: (() => void)[] = [];
  const spans = openSpans({
    env,
    fetch: (url, { headers, body }) => {
      sent.push({ url, headers, body });
      return answer();
    },
    after: (_, work) => void later.push(work),
    onNotice: (line) => notices.push(line),
  });
  return { spans, sent, notices, later };
}

it('go to the collector that the environment names, several at once', async () => {
  const { spans, sent, later } = collector({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel.test:4318/',
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b',
  });
  spans?.add({ ...span, parent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` });
  spans?.add({ ...span, failed: true });
  expect([sent.length, later.length]).toEqual([0, 1]);
  later[0]?.();
  await spans?.close();
  expect(sent.map(({ url, headers }) => [url, headers['x-key']])).toEqual([['http://otel.test:4318/v1/traces', 'a b']]);
  const { resourceSpans } = JSON.parse(sent[0]?.body ?? '');
  const [first, second] = resourceSpans[0].scopeSpans[0].spans;
  expect(first).toMatchObject({
    traceId: 'ab'.repeat(16),
    parentSpanId: 'cd'.repeat(8),
    startTimeUnixNano: '1000000000',
    endTimeUnixNano: '1250500000',
    status: { code: 1 },
  });
  expect([second.status.code, second.traceId.length, 'parentSpanId' in second]).toEqual([2, 32, false]);
});

it('are not made where none is named, and a collector that is gone is said once', async () => {
  expect(collector({}).spans).toBeUndefined();
  const { spans, notices } = collector({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel.test' }, () => Promise.reject(new Error('refused')));
  for (let i = 0; i < 2; i++) {
    spans?.add(span);
    await spans?.close();
  }
  expect(notices).toEqual(['spans cannot be sent to http://otel.test: refused']);
});
