import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { codeHash } from '../../src/experiments/codeHash.js';
import { packagePath } from '../../src/base/files/packagePath.js';
import { lossRegistry } from '../../src/losses/registry.js';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** A copy of the sources with one file replaced. */
function sourcesWith(file: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'sources-'));
  folders.push(folder);
  cpSync(packagePath(), folder, {
    recursive: true,
    filter: (name) => !/dist|setup/.test(name.slice(packagePath().length)),
  });
  writeFileSync(join(folder, file), text);
  return folder;
}

test('a run depends on its own losses and on shared code, not on other losses or on figures', () => {
  const before = codeHash(['featureRegression']);
  const after = (file: string): string => codeHash(['featureRegression'], sourcesWith(file, '// changed\n'));
  expect(after('losses/rankMatching.ts')).toBe(before);
  expect(after('losses/registry.ts')).toBe(before);
  expect(after('report/plots/theme.ts')).toBe(before);
  expect(after('losses/featureRegression.ts')).not.toBe(before);
  expect(after('losses/lossBatch.ts')).not.toBe(before);
  expect(after('losses/weightedSum.ts')).not.toBe(before);
  expect(after('compute/kernels/adam.ts')).not.toBe(before);
  expect(after('models/networks/trainableGraph.ts')).not.toBe(before);
});

test('what a loss imports counts for that loss', () => {
  const changed = sourcesWith('losses/orderDivergence.ts', '// changed\n');
  expect(codeHash(['rankOrderPreservation'], changed)).not.toBe(codeHash(['rankOrderPreservation']));
  expect(codeHash(['featureRegression'], changed)).toBe(codeHash(['featureRegression']));
});

test.each(Object.keys(lossRegistry))('%s lies in the file of its name', (kind) => {
  expect(codeHash([kind])).toMatch(/^[0-9a-f]{16}$/);
});
