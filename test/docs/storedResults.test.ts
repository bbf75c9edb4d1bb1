import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checksumFile, listedReader } from '../../src/base/files/listedFiles.js';

const figures = join(import.meta.dirname, '../../figures');

/** What is stored to be read again; tables and drawings are made from it. */
function storedIn(folder: string): string[] {
  const isStored = (name: string): boolean => /\.(json|jsonl|txt)$/.test(name) && !/plotly/.test(name);
  const runs = readdirSync(folder).includes('runs') ? readdirSync(join(folder, 'runs')) : [];
  return [...readdirSync(folder), ...runs.map((name) => `runs/${name}`)].filter(isStored).sort();
}

test.each(['.', 'search', 'bench', 'gpu', 'rankers', 'scale'])(
  'every stored result in figures/%s has its checksum',
  (name) => {
    const folder = join(figures, name);
    const lines = readFileSync(join(folder, checksumFile), 'utf8').trim().split('\n');
    const stored = storedIn(folder);
    expect(lines.map((line) => line.slice(66)).sort()).toEqual(stored);
    const read = listedReader(folder);
    for (const file of stored) expect(read(file)!.length, file).toBeGreaterThan(0);
  },
);
