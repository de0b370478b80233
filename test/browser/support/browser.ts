import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page, type Request } from 'playwright-core';
import { expect } from 'vitest';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const executable = process.env['RUMPUS_TEST_CHROMIUM'] ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync) ?? '/usr/bin/chromium';

/** The two widths that every screen is looked at. */
export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** Opens Debian's Chromium; nothing is ever downloaded. */
export const launch = (...more: string[]): Promise<Browser> => chromium.launch({ executablePath: executable, args: ['--no-sandbox', '--disable-dev-shm-usage', ...more] });

/** A page of its own with the complaints of the browser gathered in `complaints`. */
export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly complaints: string[];
}

/** Opens a page on the app at `url`. Errors of scripts and of the console are kept, except answers that a test provokes. */
export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ baseURL: url, viewport: DESKTOP, locale: 'en-US', reducedMotion: 'reduce', acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  watchRequests(page);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !text.startsWith('Failed to load resource')) complaints.push(text);
  });
  return { context, page, complaints };
}

/** Signs in through the API, so that the page's cookies are there before its first request. */
export async function signIn(context: BrowserContext, url: string, username: string, password: string): Promise<void> {
  await context.request.get(`${url}/api/heartbeat`);
  const token = (await context.cookies(url)).find((cookie) => cookie.name === 'romm_csrftoken')?.value;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const answer = await context.request.post(`${url}/api/login`, { data: {}, headers: { authorization, ...(token === undefined ? {} : { 'x-csrftoken': decodeURIComponent(token) }) } });
  if (!answer.ok()) throw new Error(`sign-in: ${answer.status()} ${await answer.text()}`);
  await context.clearCookies({ name: 'romm_csrftoken' });
}

interface AxeResult {
  violations: { id: string; help: string; nodes: { target: unknown[]; failureSummary?: string }[] }[];
}

/** Fails with every breach of WCAG 2.2 A and AA on the screen as it is. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  await settled(page);
  // Injected as a script of the driver: the page's own content security policy stays as it is.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const result = await page.evaluate(() => (globalThis as unknown as { axe: { run: (context: unknown, options: unknown) => Promise<unknown> } }).axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
  const breaches = (result as AxeResult).violations.map((violation) => `${violation.id}: ${violation.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} (${node.failureSummary ?? ''})`).join(' | ')}`);
  expect(breaches, `accessibility of ${what}`).toEqual([]);
}

/** Nothing may stick out at the side. */
export async function expectNoSideScroll(page: Page, what: string): Promise<void> {
  await settled(page);
  const [scroll, view] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth] as const);
  expect(scroll, `width of ${what}`).toBeLessThanOrEqual(view);
}

/** Texts and spoken names on the screen that did not go through translation. Only meaningful in the pseudo-locale. */
export async function untranslated(page: Page): Promise<string[]> {
  await settled(page);
  return page.evaluate(() => {
    const found: string[] = [];
    const spoken = ['aria-label', 'title', 'placeholder', 'alt'];
    const foreign = (text: string) => /\p{L}{2,}/u.test(text.replace(/⟦[^⟧]*⟧/gu, '').replace(/\b(?:[AP]M|[kKMGT]?B|kb\/s|bytes?|ms)\b/gu, ''));
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT);
    for (let node: Node | null = walker.currentNode; node !== null; node = walker.nextNode()) {
      const element = node as HTMLElement;
      if (element.closest('[translate="no"], script, style, time, textarea[aria-hidden="true"]') !== null) continue;
      for (const name of spoken) {
        const value = element.getAttribute(name);
        if (value !== null && foreign(value)) found.push(`${name}="${value}"`);
      }
      const own = [...element.childNodes].filter((child) => child.nodeType === Node.TEXT_NODE).map((child) => child.textContent ?? '');
      const text = own.join('').trim();
      if (foreign(text) && element.getClientRects().length > 0) found.push(text);
    }
    return found;
  });
}

/** Requests that a page waits for, and when the last one began or ended. */
interface Traffic {
  readonly open: Set<Request>;
  last: number;
}
const traffic = new WeakMap<Page, Traffic>();

function watchRequests(page: Page): void {
  const seen: Traffic = { open: new Set(), last: 0 };
  traffic.set(page, seen);
  const note = (change: (request: Request) => void) => (request: Request) => {
    change(request);
    seen.last = performance.now();
  };
  page.on('request', note((request) => seen.open.add(request)));
  for (const event of ['requestfinished', 'requestfailed'] as const) page.on(event as 'requestfinished', note((request) => seen.open.delete(request)));
}

/** An answer leads to the next request within this time: the page has only to be drawn in between. In milliseconds. */
const QUIET = 100;

/** Resolves when no request is under way and none has been for a moment. The browser's own `networkidle` waits for half a second, and only once a document. */
async function quiet(page: Page): Promise<void> {
  const seen = traffic.get(page);
  if (seen === undefined) return page.waitForLoadState('networkidle');
  await expect.poll(() => (seen.open.size > 0 ? [...seen.open].map((request) => request.url()) : performance.now() - seen.last >= QUIET), { timeout: 30_000, interval: 20 }).toBe(true);
}

/** No request under way, the page that was asked for and no skeleton on the screen, and the last change painted: a button that was just enabled still has its old colours for a frame. */
export async function settled(page: Page): Promise<void> {
  let before: number | undefined;
  do {
    before = traffic.get(page)?.last;
    await quiet(page);
    await page.waitForFunction(() => document.querySelector('main[aria-busy="true"], .mantine-Skeleton-root, .mantine-Loader-root') === null);
    await page.evaluate(async () => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      await frame();
      await frame();
      const ending = document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity);
      await Promise.allSettled(ending.map(({ finished }) => finished));
    });
    // What was drawn may have asked for more.
  } while (traffic.get(page)?.last !== before);
}

/** Writes a picture when `RUMPUS_TEST_SCREENSHOTS` names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['RUMPUS_TEST_SCREENSHOTS'];
  if (folder === undefined) return;
  const path = `${folder}/${name}.png`;
  await mkdir(dirname(path), { recursive: true });
  await page.screenshot({ path });
}
