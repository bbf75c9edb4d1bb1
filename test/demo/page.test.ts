import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sharp } from '../../src/images/sharp.js';
import { given, withoutAssembly, withoutGraphics } from './inPage.js';
import { compared, demoInBrowser, firstOf, serveDemo } from './opened.js';
import { markup } from './toyExhibit.js';

const demo = demoInBrowser();
const { open } = demo;

const file = (buffer: Buffer | string, name = 'query.jpg') => ({
  name,
  mimeType: 'image/jpeg',
  buffer: Buffer.from(buffer),
});
const photo = (id: string): Buffer => readFileSync(join(demo.toy.photos, id));
const rowOf = (id: string): number =>
  Array.from({ length: 20 }, (_, row) => demo.exhibit.gallery.id(row)).indexOf(id);

describe('the page', () => {
  test('searches with an uploaded picture, and nothing leaves this machine', async (context) => {
    const { page, trouble } = await open(context);
    await compared(page, 2);
    await page.locator('input[type=file]').setInputFiles(file(photo('pear/2.jpg')));
    await page.getByText('query.jpg').waitFor();
    await compared(page, 2);
    expect(await firstOf(page, 0)).toMatch(/^Rank 1, similarity\s(1\.000|0\.99\d)\s[^]*pear/);
    expect(await page.locator('.column').nth(0).innerText()).toMatch(/ms on the server/);
    expect(await page.locator('.column').nth(2).innerText()).toMatch(/\d+ %\sin order[^]*ms in this tab/);
    expect(await page.locator('.lines path').count()).toBeGreaterThan(5);
    expect(trouble).toEqual([]);
  });

  test('shows ranks of right pictures for a picture of the gallery, and searches with one that was found', async (context) => {
    const { page, trouble } = await open(context);
    await compared(page, 2);
    expect(await page.locator('.name').innerText()).toMatch(/^(apple|melon|pear|plum|<img)/);
    expect(await page.locator('.column').nth(1).innerText()).toMatch(/\d of 10 right,\sAP \d+ %/);
    const ranks = page
      .locator('.column')
      .nth(1)
      .getByRole('img', { name: /^Right pictures at rank/ });
    expect(await ranks.getAttribute('aria-label')).toMatch(/^Right pictures at rank \d+(, \d+)+ of 19$/);
    const second = page.locator('.column').nth(2).locator('.card button').nth(1);
    const row = /pictures\/(\d+)$/.exec((await second.locator('img').getAttribute('src'))!)![1];
    await second.click();
    await page.locator(`.picture img[alt$="Picture ${Number(row) + 1} of the gallery"]`).waitFor();
    await compared(page, 2);
    // It does not find itself.
    await expect.poll(() => page.locator(`.card img[src$="pictures/${row}"]`).count()).toBe(0);
    expect(trouble).toEqual([]);
  });

  test('shows the order through sigmoids of a temperature that is chosen', async (context) => {
    const { page } = await open(context);
    await compared(page, 2);
    const shares = async () =>
      (await page.locator('.softly').allInnerTexts()).map((text) => Number(/softly (\d+) %/.exec(text)![1]));
    await page.getByRole('slider', { name: 'Temperature of the sigmoid' }).focus();
    await page.keyboard.press('End');
    for (const share of await shares()) expect(share).toBeLessThan(65);
    await page.keyboard.press('Home');
    const [own, ...others] = await shares();
    expect(own).toBeGreaterThan(90);
    const hard = await page.locator('.facts b').allInnerTexts();
    others.forEach((share, n) => expect(Math.abs(share - parseInt(hard[n]))).toBeLessThan(10));
  });

  test.for([
    [
      'WebGPU and WebGL',
      withoutGraphics,
      /WebAssembly[^]*WebGPU: this browser has none[^]*WebGL: this browser has none/,
    ],
    ['WebAssembly', withoutAssembly, /plain JavaScript[^]*WebAssembly: this browser has none/],
  ] as const)('computes without %s', async ([, before, expected], context) => {
    const { page } = await open(context, { before });
    await compared(page, 2);
    await page.getByText('Backend').click();
    expect(await page.locator('.status').innerText()).toMatch(expected);
  });

  test('computes the same on another backend, which is chosen by hand', async (context) => {
    const { page } = await open(context);
    await compared(page, 2);
    const before = await firstOf(page, 1);
    await page.getByText('Backend').click();
    await page.getByLabel('Compute with').selectOption('cpu');
    await page.getByText('Running on plain JavaScript').waitFor();
    await compared(page, 2);
    expect(await firstOf(page, 1)).toBe(before);
  });

  test('refuses huge, damaged and other files in a sentence, and goes on', async (context) => {
    const { page } = await open(context);
    await compared(page, 2);
    const input = page.locator('input[type=file]');
    const huge = { create: { width: 9000, height: 9000, channels: 3 as const, background: 'red' } };
    const png = await sharp(huge).png().toBuffer();
    const jpeg = photo('plum/0.jpg');
    const said: [Buffer | string, RegExp][] = [
      [png, /81 megapixels\. Choose a picture of at most 50/],
      [Buffer.concat([jpeg.subarray(0, 200), Buffer.alloc(4000, 0xff)]), /(damaged|no picture)/],
      ['%PDF-1.7 and no picture', /no picture that can be read here/],
      ['<svg xmlns="http://www.w3.org/2000/svg"/>', /no picture that can be read here/],
      ['', /is empty/],
    ];
    for (const [bytes, expected] of said) {
      await input.setInputFiles(file(bytes, 'odd.jpg'));
      await page.getByRole('alert').filter({ hasText: expected }).waitFor();
    }
    await input.setInputFiles(file(jpeg));
    await page.getByText('query.jpg').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('takes what is dropped, pasted or seen by the camera', async (context) => {
    const { page } = await open(context);
    for (const kind of ['drop', 'paste'] as const) {
      await page.evaluate(given(kind, `${kind}.jpg`, photo('melon/1.jpg')));
      await page.getByText(`${kind}.jpg`).waitFor();
    }
    await page.getByRole('button', { name: 'Camera' }).click();
    await page.getByRole('button', { name: 'Search with this', exact: true }).click();
    await page.locator('.name').getByText('Camera').waitFor();
    await compared(page, 2);
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('shows a label with markup as text', async (context) => {
    const { page } = await open(context);
    const row = rowOf(`${markup}/0.jpg`);
    await page
      .getByRole('button', { name: `Search with picture ${row + 1} of the gallery` })
      .first()
      .click();
    await page.locator('.name').getByText(markup).waitFor();
    await compared(page, 2);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(await page.title()).toBe('Asymmetric retrieval in this tab');
  });

  test('has the server search a gallery that is too large for the page, to the same result', async (context) => {
    const here = await open(context);
    const large = await serveDemo(demo.exhibit, { mostBytesInPage: 1 });
    const there = await open(context, { address: large.address });
    const read = async ({ page }: typeof here) => {
      await compared(page, 2);
      const cards = await page.locator('.column').nth(2).locator('.card img').all();
      return Promise.all(cards.slice(0, 3).map((card) => card.getAttribute('src')));
    };
    expect(await read(there)).toEqual(await read(here));
    expect(there.trouble).toEqual([]);
    large.close();
  });
});
