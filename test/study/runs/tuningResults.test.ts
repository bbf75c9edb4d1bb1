import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeListed } from '../../../src/base/files/listedFiles.js';
import { methodIds, methods } from '../../../src/study/methods/methods.js';
import { tuningFile, tuningResults } from '../../../src/study/runs/tuningResults.js';

const folder = mkdtempSync(join(tmpdir(), 'tuning-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the committed trials of each method are there, one of them chosen', () => {
  for (const id of methodIds) {
    const results = tuningResults(id);
    expect(results, id).toHaveLength(methods[id].trials.length);
    expect(
      results.filter(({ chosen }) => chosen),
      id,
    ).toHaveLength(1);
  }
});

test('those for distorted similarities are left out', async () => {
  const result = { method: 'mine', distortion: 1, validationMap: 30 };
  await writeListed(folder, new Map([[tuningFile, JSON.stringify([result, { ...result, distortion: 2 }])]]));
  expect(tuningResults('mine', folder)).toEqual([result]);
});

test('without a file there are none', () => {
  expect(tuningResults('mine', join(folder, 'none'))).toEqual([]);
});
