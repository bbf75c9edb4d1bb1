import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { packagePath } from '../../src/base/files/packagePath.js';

interface Entry {
  types: string;
  default: string;
}
interface Manifest {
  main: string;
  types: string;
  exports: Record<string, Entry | string>;
  typesVersions: { '*': Record<string, string[]> };
  peerDependencies: Record<string, string>;
}

const manifest = JSON.parse(readFileSync(packagePath('package.json'), 'utf8')) as Manifest;
const entries = Object.entries(manifest.exports).filter(
  (pair): pair is [string, Entry] => typeof pair[1] === 'object',
);

/** The source of a compiled entry point. */
const sourceOf = (entry: Entry): string =>
  packagePath(entry.default.replace('./dist/', '').replace('.js', '.ts'));

/** What an entry point exports, types marked as such. @throws Error for anything but named exports. */
function namesOf(file: string): string[] {
  const { statements } = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
  return statements.flatMap((statement) => {
    const names = ts.isExportDeclaration(statement) && statement.exportClause;
    if (!names || !ts.isNamedExports(names)) throw new Error(`${file} does more than to export names`);
    return names.elements.map(
      ({ name, isTypeOnly }) => `${statement.isTypeOnly || isTypeOnly ? 'type ' : ''}${name.text}`,
    );
  });
}

describe('the entry points of the package', () => {
  test('are the main one, one for each room of the library, and the browser’s', () => {
    const rooms = readdirSync(packagePath()).filter((name) =>
      existsSync(join(packagePath(), name, 'index.ts')),
    );
    const subpaths = entries.map(([path]) => path).filter((path) => path !== '.');
    expect(subpaths).toEqual(['browser', ...rooms].sort().map((name) => `./${name}`));
    for (const [, { types, default: file }] of entries) expect(types).toBe(file.replace('.js', '.d.ts'));
  });

  test('are found by compilers that know nothing of exports', () => {
    const [[, main], ...others] = entries;
    expect([manifest.main, manifest.types]).toEqual([main.default, main.types]);
    expect(manifest.typesVersions['*']).toEqual(
      Object.fromEntries(others.map(([path, { types }]) => [path.slice(2), [types]])),
    );
  });

  test('export the names that are written down', async () => {
    const lists = Object.fromEntries(
      entries.map(([path, entry]) => [path, namesOf(sourceOf(entry)).sort((a, b) => (a < b ? -1 : 1))]),
    );
    // A change that is meant: npx vitest run test/package/entryPoints -u
    await expect(`${JSON.stringify(lists, null, 2)}\n`).toMatchFileSnapshot('names.json');
  });

  test.each(entries)('%s has every name that it promises, and no other', async (_, entry) => {
    const file = sourceOf(entry);
    const values = namesOf(file).filter((name) => !name.startsWith('type '));
    const module = (await import(file)) as object;
    expect(Object.keys(module).sort()).toEqual(values.sort());
  });

  test('stand in the README of the package, as do the optional packages', () => {
    const page = readFileSync(packagePath('README.md'), 'utf8');
    const named = [...page.matchAll(/^\| `asymmetric-retrieval(\/\w+)?`/gm)].map(
      ([, path = '']) => `.${path}`,
    );
    expect(named.sort()).toEqual(entries.map(([path]) => path).sort());
    const optional = page.split('## What parts need besides')[1].split('\n## ')[0];
    const packages = [...optional.matchAll(/^\| (`[^|]*)\|/gm)].flatMap(([, cell]) =>
      cell.match(/[^`, ]+/g)!,
    );
    expect(packages.sort()).toEqual(Object.keys(manifest.peerDependencies).sort());
  });

  test('the main one can be held in the head', () => {
    expect(namesOf(packagePath('index.ts')).length).toBeLessThanOrEqual(50);
  });
});
