import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { packagePath } from '../../src/base/files/packagePath.js';

type Versions = Record<string, string>;
interface Manifest {
  dependencies: Versions;
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

/** Packages that the sources import when they are loaded, and those that they import otherwise. */
const imported = { atOnce: new Set<string>(), later: new Set<string>() };
for (const name of readdirSync(packagePath(), { recursive: true, encoding: 'utf8' })) {
  if (/\.ts$/.test(name) && !/^(dist|shims)\b/.test(name)) collect(join(packagePath(), name));
}

function collect(file: string): void {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
  const add = (set: Set<string>, specifier?: ts.Node): void => {
    if (!specifier || !ts.isStringLiteral(specifier) || /^(\.|node:)/.test(specifier.text)) return;
    const parts = specifier.text.split('/');
    set.add(parts.slice(0, specifier.text.startsWith('@') ? 2 : 1).join('/'));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.importClause?.isTypeOnly ? imported.later : imported.atOnce, node.moduleSpecifier);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(imported.later, node.arguments[0]);
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
