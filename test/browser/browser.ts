/** visit, Visit: a page in a browser as a fresh visitor sees it; one browser serves all test files of a worker, and where there is none, its tests are skipped. */
import { existsSync } from 'node:fs';
import { type BrowserContext, chromium, type Page, type Request } from 'playwright-core';

const executablePath = process.env.GAVEL_CHROMIUM ?? '/usr/bin/chromium';

export const hasBrowser = existsSync(executablePath);
if (!hasBrowser) console.warn(`test/browser: skipped, there is no Chromium at ${executablePath}; name one in GAVEL_CHROMIUM`);

// Scrolling at once: a key that comes while an earlier scroll is still being animated is at the browser's mercy.
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-smooth-scrolling'];

export interface Visit {
  readonly page: Page;
  /** Dialogs, errors, and what the console complained of. */
  readonly trouble: string[];
  /** What was asked of any other place than that of the page. */
  readonly outside: string[];
}

let opened: Promise<BrowserContext> | undefined;

async function open(): Promise<BrowserContext> {
  const context = await (await chromium.launch({ executablePath, args: FLAGS })).newContext();
  // Stays open: the first page of a context costs the browser three times as much as the next.
  await context.newPage();
  return context;
}

/**
 * Who comes finds nothing of those before: all come to one context, which is emptied. Pages are to be closed by who asked for them.
 */
export async function visit(url: string, viewport = { width: 1280, height: 800 }): Promise<Visit> {
  opened ??= open();
  const context = await opened;
  const page = await context.newPage();
  await page.setViewportSize(viewport);
  const { protocol, host, origin } = new URL(url);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Storage.clearDataForOrigin', { origin: protocol === 'file:' ? 'file://' : origin, storageTypes: 'all' });
  await context.clearCookies();
  const trouble: string[] = [];
  const outside: string[] = [];
  // Of the context: what a page opens beside itself counts too.
  const onRequest = (request: Request) => {
    const to = new URL(request.url());
    if (to.protocol !== 'data:' && (to.protocol !== protocol || to.host !== host)) outside.push(request.url());
  };
  context.on('request', onRequest);
  page.once('close', () => context.off('request', onRequest));
  page.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(message.text());
  });
  await page.goto(url);
  return { page, trouble, outside };
}
