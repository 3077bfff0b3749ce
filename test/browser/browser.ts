/** openBrowser: one browser for all test files of a worker, which ends with it; where there is none, its tests are skipped. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = process.env.GAVEL_CHROMIUM ?? '/usr/bin/chromium';

export const hasBrowser = existsSync(executablePath);
if (!hasBrowser) console.warn(`test/browser: skipped, there is no Chromium at ${executablePath}; name one in GAVEL_CHROMIUM`);

// Scrolling at once: a key that comes while an earlier scroll is still being animated is at the browser's mercy.
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-smooth-scrolling'];

let opened: Promise<Browser> | undefined;

/** Not to be closed by who asks for it; pages and contexts are. */
export function openBrowser(): Promise<Browser> {
  opened ??= chromium.launch({ executablePath, args: FLAGS });
  return opened;
}
