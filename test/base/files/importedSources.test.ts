import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { importedSources } from '../../../src/base/files/importedSources.js';

const root = mkdtempSync(join(tmpdir(), 'imported-'));
afterAll(() => rmSync(root, { recursive: true }));

let count = 0;
/** What the first of some files imports, itself included, when the files are written to a new folder. */
function importedBy(files: Record<string, string>, isExcluded?: (file: string) => boolean): string[] {
  const folder = join(root, String(count++));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const [first] = Object.keys(files);
  return [...importedSources([join(folder, first)], isExcluded).keys()]
    .map((file) => relative(folder, file))
    .sort();
}

test('every kind of relative import is followed, in circles too, and packages are not', () => {
  const files = {
    'a.js': `import tf from '@tensorflow/tfjs';\nimport { b } from "./deep/b.js";\nexport * from './c.js';\n`,
    'deep/b.js': `import '../a.js';\nconst d = await import('../d.mjs');\nnew URL('./table.json', import.meta.url);\n`,
    'c.js': '',
    'd.mjs': '',
    'deep/table.json': '{}',
    'unused.js': '',
  };
  expect(importedBy(files)).toEqual(['a.js', 'c.js', 'd.mjs', 'deep/b.js', 'deep/table.json']);
});

test('TypeScript is found under the names of what it is compiled to, without imports of types', () => {
  const files = {
    'a.ts': [
      `import type { B } from './b.js';`,
      `import type C from './c.js';`,
      `import type * as D from './d.js';`,
      `import type {\n  E,\n} from './e.js';`,
      `import { f, type F } from './f.js';`,
      `export type { G } from './g.js';`,
      `export type H = string;`,
      `import { i } from './i.js';`,
    ].join('\n'),
    ...Object.fromEntries([...'bcdefgi'].map((name) => [`${name}.ts`, ''])),
  };
  expect(importedBy(files)).toEqual(['a.ts', 'f.ts', 'i.ts']);
});

test('texts that name no file are no imports', () => {
  expect(importedBy({ 'a.js': `const path = './none.js';\nconst up = '../';\n` })).toEqual(['a.js']);
});

test('what is excluded is left out with what only it imports', () => {
  const files = {
    'a.js': `import './list.js';\nimport './b.js';`,
    'list.js': `import './c.js';`,
    'b.js': '',
    'c.js': '',
  };
  expect(importedBy(files, (file) => file.endsWith('list.js'))).toEqual(['a.js', 'b.js']);
});

test('an entry that is not there is an error', () => {
  expect(() => importedSources([join(root, 'none.js')])).toThrow(/ENOENT/);
});
