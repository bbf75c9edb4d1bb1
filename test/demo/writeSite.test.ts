import { createServer } from 'node:http';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentType } from '../../src/demo/http/contentType.js';
import { pageFiles } from '../../src/demo/pageFiles.js';
import { writeSite } from '../../src/demo/writeSite.js';
import { plainJpeg } from '../datasets/pictures.js';
import { compared, demoInBrowser, listen, type Listening } from './opened.js';
import { toyExhibit, type ToyExhibit } from './toyExhibit.js';

const { open } = demoInBrowser();
let toy: ToyExhibit;
let out: string;
let host: Listening;

/** A web server that knows of nothing but files, below a path. */
const plainServer = (folder: string) =>
  createServer(({ url, method }, response) => {
    const file = join(folder, url!.replace('/below/', '').replace(/^$/, 'index.html'));
    if (method !== 'GET' || !existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': contentType(file) }).end(readFileSync(file));
  });

beforeAll(async () => {
  toy = await toyExhibit();
  out = join(toy.folder, 'site');
  await writeSite(await toy.open(), await pageFiles(), out);
  host = await listen(plainServer(out));
});
afterAll(() => {
  host.close();
  toy.remove();
});

describe('a demo as files', () => {
  test('has all that the page asks for, and its policy', () => {
    expect(readFileSync(join(out, 'index.html'), 'utf8')).toMatch(
      /<meta http-equiv="Content-Security-Policy" content="default-src 'self';/,
    );
    for (const file of ['demo.json', 'models/1/model.json', 'gallery/vectors.bin', 'pictures/19'])
      expect(existsSync(join(out, file)), file).toBe(true);
  });

  test('searches below any path of any web server, and says what it can not do', async (context) => {
    const { page, trouble } = await open(context, { address: `${host.address}below/` });
    await compared(page, 2);
    expect(await page.locator('.column').first().innerText()).toMatch(/The order to keep[^]*stored vector/);
    const picture = { name: 'own.jpg', mimeType: 'image/jpeg', buffer: await plainJpeg(7, 40) };
    await page.locator('input[type=file]').setInputFiles(picture);
    await page.getByText('own.jpg').waitFor();
    await page.locator('.missing').getByText('it needs a server').waitFor();
    expect(await page.locator('.column').nth(1).locator('.card').count()).toBe(10);
    expect(trouble).toEqual([]);
  });

  test('is not written over other files, and is over an earlier one', async () => {
    const other = join(toy.folder, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'letter.txt'), 'dear');
    const [exhibit, page] = [await toy.open(), await pageFiles()];
    await expect(writeSite(exhibit, page, other)).rejects.toThrow(
      /holds other files[^]*letter|holds other files/,
    );
    const { files, notes } = await writeSite(exhibit, page, out);
    expect(files).toBeGreaterThan(25);
    expect(notes.join(' ')).toMatch(/Without a server/);
  });
});
