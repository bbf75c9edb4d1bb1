import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { groceryModels } from '../../src/demo/exhibit/groceryModels.js';
import { groceryPictures } from '../../src/demo/exhibit/groceryPictures.js';
import { openExhibit } from '../../src/demo/exhibit/openExhibit.js';
import { sharp } from '../../src/images/sharp.js';
import { compared, openPage, serveDemo, type Listening } from '../demo/opened.js';
import { noChromium, openChromium } from '../helpers/chromium.js';

const folder = workspacePath('figures', 'screens');
const record = workspacePath('figures', 'screens', 'sources.json');
/** Whether the pictures are made now, which trains the demo's query models on a machine that has not. */
const isMaking = process.env.ASYMMETRIC_SCREENS === 'write';

/** What the pictures show, by its contents. */
function sourcesHash(): string {
  const root = workspacePath('src', 'demo', 'page');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.(tsx?|css|html|svg)$/.test(path) && !path.startsWith('dist/'),
  );
  const hash = createHash('sha256');
  for (const path of files.sort())
    hash.update(`${path}\n`).update(readFileSync(workspacePath('src', 'demo', 'page', path)));
  return hash.digest('hex');
}

interface Screen {
  options: BrowserContextOptions;
  before?: (page: Page) => Promise<void>;
}

const screens: Record<string, Screen> = {
  'demo-desktop.webp': { options: { viewport: { width: 1280, height: 1040 }, colorScheme: 'light' } },
  'demo-dark.webp': {
    options: { viewport: { width: 1280, height: 1040 }, colorScheme: 'dark' },
    before: async (page) => {
      await page.getByRole('slider', { name: /Temperature/ }).focus();
      await page.keyboard.press('Home');
      await page.locator('.card button').nth(2).focus();
    },
  },
  'demo-phone.webp': { options: { viewport: { width: 390, height: 1100 }, deviceScaleFactor: 2 } },
};

describe.runIf(isMaking)('pictures of the demo are made', () => {
  let demo: Listening;
  beforeAll(async () => {
    const exhibit = await openExhibit(await groceryModels({ onStep: console.error }), {
      encoded: await groceryPictures(),
    });
    demo = await serveDemo(exhibit);
    mkdirSync(folder, { recursive: true });
  }, 1_200_000);
  afterAll(() => demo.close());

  test.each(Object.entries(screens))('%s', { timeout: 120_000 }, async (name, { options, before }) => {
    const browser = await openChromium();
    if (!browser) throw new Error(noChromium);
    const { page, trouble } = await openPage(browser, demo.address, options);
    await compared(page, name.includes('phone') ? 1 : 4);
    await before?.(page);
    await page.waitForTimeout(500);
    writeFileSync(
      `${folder}/${name}`,
      await sharp(await page.screenshot())
        .webp({ quality: 82 })
        .toBuffer(),
    );
    await browser.close();
    expect(trouble).toEqual([]);
    writeFileSync(record, `${JSON.stringify({ page: sourcesHash() }, null, 2)}\n`);
  });
});

test('the pictures show the demo’s page as it is (`npm run screens` makes them)', () => {
  expect(readdirSync(folder).sort()).toEqual([...Object.keys(screens), 'sources.json'].sort());
  expect(JSON.parse(readFileSync(record, 'utf8'))).toEqual({ page: sourcesHash() });
});
