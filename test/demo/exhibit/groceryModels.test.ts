import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { workspacePath } from '../../../src/base/files/workspacePath.js';
import { groceryModels } from '../../../src/demo/exhibit/groceryModels.js';
import { groceryPictures } from '../../../src/demo/exhibit/groceryPictures.js';

const photos = workspacePath('data', 'grocery-photos');
const folder = mkdtempSync(join(tmpdir(), 'demo-grocery-'));
beforeAll(() => {
  mkdirSync(join(folder, 'data'));
  symlinkSync(photos, join(folder, 'data', 'grocery-photos'));
  vi.stubEnv('ASYMMETRIC_FOLDER', folder);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test('that query models of the groceries are trained is said before', async () => {
  const said: string[] = [];
  const options = { signal: AbortSignal.abort(), onStep: (sentence: string) => void said.push(sentence) };
  await expect(groceryModels(options)).rejects.toThrow();
  expect(said).toEqual([expect.stringMatching(/^First start: 4 query models are trained/)]);
});

test('the pictures of the groceries are there as they are kept', async () => {
  const pictures = await groceryPictures();
  expect(pictures.size).toBe(5502);
  expect(Buffer.from([...pictures.values()][0].subarray(8, 12)).toString()).toBe('WEBP');
});
