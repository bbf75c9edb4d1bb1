import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { axeViolations, focusedName, scrollWidth } from '../inPage.js';
import { compared, demoInBrowser } from '../opened.js';

const { open } = demoInBrowser();
const phone = { viewport: { width: 390, height: 844 } };
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(axeViolations);
}

const focused = (page: Page): Promise<string> => page.evaluate(focusedName);

/** Presses Tab until the named element has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let n = 0; n < 80; n++) {
    await page.keyboard.press('Tab');
    if (name.test(await focused(page))) return;
  }
  throw new Error(`Tab does not reach ${String(name)}`);
}

describe('the page', () => {
  test.for([
    { colorScheme: 'light' as const },
    { colorScheme: 'dark' as const },
    { ...phone, colorScheme: 'light' as const },
  ])('has nothing that axe-core finds wrong: %o', async (options, context) => {
    const { page } = await open(context, options);
    await compared(page, 'viewport' in options ? 1 : 2);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Camera' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('is used by the keyboard alone', async (context) => {
    const { page } = await open(context);
    await compared(page, 2);
    await tabTo(page, /^The whole picture is searched with/);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
    expect(await focused(page)).toMatch(
      /^A box of 60 % by 65 % is searched with, 25 % from the left and 20 %/,
    );
    await compared(page, 2);
    expect(await page.locator('.column').first().innerText()).toMatch(/ms on the server/);
    await page.keyboard.press('Escape');
    expect(await focused(page)).toMatch(/^The whole picture/);
    await tabTo(page, /^Search with picture/);
    await tabTo(page, /^Search with picture/);
    const name = await focused(page);
    await page.keyboard.press('Enter');
    const row = /\d+/.exec(name)![0];
    await page.locator(`.picture img[alt$="Picture ${row} of the gallery"]`).waitFor();
    await tabTo(page, /^First$/);
    await page.keyboard.press('Space');
    await expect.poll(() => page.locator('.column').count()).toBe(2);
    await tabTo(page, /^Rank 1, similarity/);
    expect(await page.locator('.card.lit').count()).toBeGreaterThan(0);
  });

  test('has a box drawn by dragging, and takes the whole picture again', async (context) => {
    const { page } = await open(context);
    await compared(page, 2);
    const { x, y, width, height } = (await page.locator('.picture').boundingBox())!;
    await page.mouse.move(x + width * 0.1, y + height * 0.2);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.6, y + height * 0.9, { steps: 4 });
    await page.mouse.up();
    expect(await page.locator('.picture').getAttribute('aria-label')).toMatch(
      /^A box of (49|50|51) % by (69|70|71) %/,
    );
    // The part has the label of the whole.
    await page
      .locator('.column')
      .first()
      .getByText(/of 10 right/)
      .waitFor();
    await page.getByRole('button', { name: 'Whole picture' }).click();
    expect(await page.locator('.box').count()).toBe(0);
  });

  test('fits on a phone, with one query model beside the gallery model', async (context) => {
    const { page, trouble } = await open(context, phone);
    await compared(page, 1);
    expect(await page.evaluate(scrollWidth)).toBe(390);
    expect(await page.locator('.column h3').allInnerTexts()).toEqual(['Gallery model', 'First']);
    await page.getByRole('button', { name: 'Second', exact: true }).click();
    expect(await page.locator('.column h3').allInnerTexts()).toEqual(['Gallery model', 'Second']);
    await compared(page, 1);
    expect(trouble).toEqual([]);
  });
});
