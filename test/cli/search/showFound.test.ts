import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { owningFile } from '../../../src/base/files/owning.js';
import { writeSearchPage } from '../../../src/cli/search/showFound.js';
import type { PictureSearch } from '../../../src/trainedModels/pictureSearch.js';
import { temporaryFolder } from '../../helpers/temporaryFolder.js';

const fileOf = temporaryFolder();
const nothing = { ids: [], pixels: () => Promise.resolve(new Uint8Array(0)) };
const search = {
  gallery: { name: 'mine', rows: 0 },
  queries: [],
  pictures: { queries: nothing, gallery: () => Promise.resolve(undefined) },
} as unknown as PictureSearch;

test('the page of another search is waited for, and then replaced as a whole', async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  const file = fileOf('page.html', 'of another search');
  let end!: () => void;
  const other = owningFile(file, () => new Promise<void>((resolve) => (end = resolve)));
  await vi.waitFor(() => expect(end).toBeDefined());
  const written = writeSearchPage(search, file);
  await sleep(50);
  expect(readFileSync(file, 'utf8')).toBe('of another search');
  end();
  await Promise.all([other, written]);
  expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html>[^]*Search in mine[^]*<\/html>\s*$/);
  expect(readdirSync(dirname(file))).toEqual(['page.html']);
});
