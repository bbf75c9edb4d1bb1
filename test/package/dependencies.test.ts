import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { packagePath } from '../../src/base/files/packagePath.js';

type Versions = Record<string, string>;
interface Manifest {
  dependencies: Versions;
  devDependencies: Versions;
  peerDependencies: Versions;
  peerDependenciesMeta: Record<string, { optional: boolean }>;
}

const read = (file: string): Manifest => JSON.parse(readFileSync(file, 'utf8')) as Manifest;
const manifest = read(packagePath('package.json'));
const workspace = read(packagePath('..', 'package.json'));

/** Packages that no import names: by a name that is computed, or for the types of another package. */
const byName = [
  /^@types\/long$/,
  /^@iconify-json\//,
  /^@tensorflow\/tfjs-node(-gpu)?$/,
  /^onnxruntime-node$/,
];

interface Imported {
  atOnce: Set<string>;
  later: Set<string>;
}

/** Packages that the sources import when they are loaded, and those that they import otherwise. */
const imported: Imported = { atOnce: new Set(), later: new Set() };
/** The same of the page of the demo, which is bundled with all that it needs. */
const bundled: Imported = { atOnce: new Set(), later: new Set() };
for (const name of readdirSync(packagePath(), { recursive: true, encoding: 'utf8' })) {
  if (!/\.tsx?$/.test(name) || /^(dist|shims|demo\/page\/dist)\b/.test(name)) continue;
  collect(join(packagePath(), name), name.startsWith('demo/page/') ? bundled : imported);
}

function collect(file: string, into: Imported): void {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
  const add = (set: Set<string>, specifier?: ts.Node): void => {
    if (!specifier || !ts.isStringLiteral(specifier) || /^(\.|node:)/.test(specifier.text)) return;
    const parts = specifier.text.split('/');
    set.add(parts.slice(0, specifier.text.startsWith('@') ? 2 : 1).join('/'));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.importClause?.isTypeOnly ? into.later : into.atOnce, node.moduleSpecifier);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(into.later, node.arguments[0]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

describe('the dependencies of the package', () => {
  const { dependencies, peerDependencies, peerDependenciesMeta } = manifest;

  test('hold everything that the library imports, and nothing else', () => {
    const known = Object.keys({ ...dependencies, ...peerDependencies });
    const used = [...imported.atOnce, ...imported.later];
    expect(used.filter((name) => !known.includes(name))).toEqual([]);
    const optional = known.filter((name) => !byName.some((pattern) => pattern.test(name)));
    expect(optional.filter((name) => !used.includes(name))).toEqual([]);
  });

  test('need none of what the page of the demo is bundled from, which the workspace pins', () => {
    const pinned: Versions = { ...workspace.dependencies, ...workspace.devDependencies };
    for (const name of [...bundled.atOnce, ...bundled.later])
      expect(pinned[name], name).toMatch(/^\d+\.\d+\.\d+$/);
    expect(bundled.atOnce).toContain('preact');
    expect(Object.keys(dependencies)).not.toContain('preact');
  });

  test('are not asked for at the start where a part can do without them', () => {
    for (const name of Object.keys(peerDependencies)) {
      expect(peerDependenciesMeta[name], name).toEqual({ optional: true });
      expect(imported.atOnce.has(name), name).toBe(false);
    }
  });

  test('have the versions of the workspace, which are exact', () => {
    const pinned = Object.entries({ ...dependencies, ...peerDependencies }).filter(
      ([name]) => !['@tensorflow/tfjs-node', 'onnxruntime-node'].includes(name),
    );
    for (const [name, version] of pinned) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
      expect(workspace.dependencies[name], name).toBe(version);
    }
  });
});
