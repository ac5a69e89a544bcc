import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { chromium as driver, type Browser } from 'playwright-core';

/** Flags without which a browser in a closed network tries to call home, many at a time. */
const ALONE = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-quic'];

/** A headless Chromium: the system's where there is one, else that of the npm package. */
export async function openBrowser(): Promise<Browser> {
  const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
  return await driver.launch(system === undefined
    ? { executablePath: await chromium.executablePath(), args: [...chromium.args, ...ALONE], headless: true }
    : { executablePath: system, args: ['--no-sandbox', '--disable-gpu', ...ALONE], headless: true });
}
