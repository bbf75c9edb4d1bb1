import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, type TestContext } from 'vitest';
import { exhibitFiles, type ExhibitFileOptions } from '../../src/demo/exhibitFiles.js';
import type { Exhibit } from '../../src/demo/exhibit/exhibit.js';
import { createDemoServer } from '../../src/demo/http/createDemoServer.js';
import { pageFiles } from '../../src/demo/pageFiles.js';
import { noChromium, openChromium } from '../helpers/chromium.js';
import { toyExhibit, type ToyExhibit } from './toyExhibit.js';

/** A server that listens, with its address. */
export interface Listening {
  address: string;
  close(): void;
}

export async function listen(server: Server): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    address,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The demo of an exhibit. */
export async function serveDemo(exhibit: Exhibit, options: ExhibitFileOptions = {}): Promise<Listening> {
  const files = new Map([...(await pageFiles()), ...(await exhibitFiles(exhibit, options))]);
  return listen(createDemoServer({ exhibit, files, host: '127.0.0.1' }));
}

/** A page with what it must not do. */
export interface OpenedPage {
  page: Page;
  /** Requests to anywhere else, and errors, those of the policy among them. */
  trouble: string[];
}

/** Opens a page in a window of its own. @param before runs in the page before its own scripts */
export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
  before = '',
): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(address))
      trouble.push(request.url());
  });
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(message.text());
  });
  await page.addInitScript({ content: before });
  await page.goto(address);
  await page.locator('.dot.ready').waitFor();
  return { page, trouble };
}

/** Waits until every query model that is shown was compared with the gallery model. */
export async function compared(page: Page, models: number): Promise<void> {
  await page
    .locator('.facts b')
    .nth(models - 1)
    .waitFor();
}

/** What a column shows first: label and similarity. */
export async function firstOf(page: Page, column: number): Promise<string> {
  return page.locator('.column').nth(column).locator('.card .words').first().innerText();
}

/** A toy demo that is served, and a browser, for the tests of a file. */
export interface DemoInBrowser {
  toy: ToyExhibit;
  exhibit: Exhibit;
  /** Opens the page of the demo, or of another address; skips the test where there is no browser. */
  open: (
    context: TestContext,
    options?: BrowserContextOptions & { before?: string; address?: string },
  ) => Promise<OpenedPage>;
}

/** Gives the tests of a file one; windows are closed after each test. */
export function demoInBrowser(): DemoInBrowser {
  const given = {} as DemoInBrowser;
  let browser: Browser | undefined;
  let demo: Listening;
  beforeAll(async () => {
    browser = await openChromium();
    if (!browser) return;
    given.toy = await toyExhibit();
    given.exhibit = await given.toy.open();
    demo = await serveDemo(given.exhibit);
  });
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    demo?.close();
    given.toy?.remove();
  });
  given.open = ({ skip }, { before, address = demo?.address, ...options } = {}) => {
    if (!browser) skip(noChromium);
    return openPage(browser!, address, options, before);
  };
  return given;
}
