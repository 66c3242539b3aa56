// A page in headless Chromium, watched: whatever it logs, asks for or throws is kept.
import { chromium } from 'playwright-core';
import { pathToFileURL } from 'node:url';

const LONGEST = 180_000;

export function startBrowser(environment = process.env) {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', env: environment, args: ['--no-sandbox', '--disable-gpu', '--disable-quic',
    '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
}

/// Opens a page without a network. \returns {page, faults, milliseconds until it showed its title}
export async function open(browser, path, width = 1920, height = 1080) {
  const context = await browser.newContext({ viewport: { width, height }, acceptDownloads: true, offline: true });
  context.setDefaultTimeout(LONGEST);
  const page = await context.newPage();
  const faults = [];
  const url = pathToFileURL(path).href;
  page.on('console', (message) => faults.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`error: ${error.stack}`));
  page.on('dialog', (dialog) => { faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  context.on('page', (other) => { if (other !== page) faults.push(`window: ${other.url()}`); });
  // data: and blob: hold their own content and reach nothing.
  context.on('request', (request) => { if (request.url() !== url && !/^(data|blob):/.test(request.url())) faults.push(`request: ${request.url()}`); });
  const start = performance.now();
  await page.goto(url);
  await page.waitForSelector('h1');
  return { page, faults, milliseconds: Math.round(performance.now() - start), close: () => context.close() };
}

/// Scrolls through the whole page, so that every chart is made.
export async function seeAll(page) {
  for (let y = 0; y < await page.evaluate(() => document.documentElement.scrollHeight); y += 500) {
    await page.evaluate((to) => window.scrollTo(0, to), y);
    await page.waitForTimeout(40);
  }
  await page.waitForFunction(() => [...document.querySelectorAll('.chart')].every((chart) => !chart.clientWidth || chart.querySelector('svg')));
}

export const widthOf = (page) => page.evaluate(() => document.documentElement.scrollWidth);
export const shownDate = (page) => page.textContent('#date-shown');

/// Clicks on a button that offers a file. \returns its text
export async function downloaded(page, selector) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
  const parts = [];
  for await (const part of await file.createReadStream()) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
