import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allAttributions } from '../../../src/datasets/attributions.js';
import { load, temporaryFolder } from '../load.js';

interface Licences {
  dataLicences: (compiled: string) => Promise<{ name: string; licence: string }[]>;
  isAllowed: (expression: string) => boolean;
  npmLicences: (root: string) => { name: string; licence: string }[];
  pythonLicence: (metadata: string) => string;
}
const { dataLicences, isAllowed, npmLicences, pythonLicence } = await load<Licences>('commands/licences.mjs');
const root = join(import.meta.dirname, '../../..');

test('every npm package has an allowed licence', () => {
  const found = npmLicences(root);
  expect(found.length).toBeGreaterThan(300);
  expect(found.filter(({ licence }) => !isAllowed(licence))).toEqual([]);
});

test('pictures, weights and programs have allowed licences', async () => {
  const found = allAttributions();
  for (const what of ['Noto Emoji', 'Grocery Store', 'EfficientNet-Lite', 'MobileNetV2', 'SqueezeNet'])
    expect(
      found.some(({ name }) => name.startsWith(what)),
      what,
    ).toBe(true);
  const { archives } = await load<{ archives: Record<string, { licence: string }> }>('pins.mjs');
  const licences = [...found, ...Object.values(archives)].map(({ licence }) => licence);
  expect(licences.filter((licence) => !isAllowed(licence))).toEqual([]);
});

test('those of pictures and weights are taken from the compiled library, once it is there', async () => {
  const folder = temporaryFolder();
  expect(await dataLicences(folder)).toEqual([]);
  mkdirSync(join(folder, 'datasets'));
  const module = "exports.allAttributions = () => [{ name: 'photos', licence: 'own words', author: 'a' }];";
  writeFileSync(join(folder, 'datasets', 'attributions.js'), module);
  expect(await dataLicences(folder)).toEqual([{ name: 'photos', licence: 'own words' }]);
});

test('an unknown licence is not allowed, nor one part of several that is', () => {
  expect(['MIT', '(MIT OR GPL-3.0)', 'MIT AND MPL-2.0'].map(isAllowed)).toEqual([true, true, true]);
  expect(['none', 'GPL-3.0', 'MIT AND GPL-3.0'].map(isAllowed)).toEqual([false, false, false]);
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const packages = { 'node_modules/a': { version: '1.0.0' }, src: { version: '1.0.0' } };
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
  expect(npmLicences(folder)).toEqual([{ name: 'a@1.0.0', licence: 'none' }]);
});

test('a Python package is taken by its expression, else by its words', () => {
  expect(pythonLicence('Name: a\nLicense-Expression: MIT\n\nText')).toBe('MIT');
  expect(pythonLicence('Name: a\nLicense: BSD 3-Clause License\n\n')).toBe('BSD-3-Clause');
  expect(pythonLicence('Name: a\nLicense: Own words\n\n')).toBe('Own words');
  expect(pythonLicence('Name: a\n\nLicense: MIT')).toBe('none');
});

test('only these packages have install scripts, which set-up does not run; each comes with its hash', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { hasInstallScript?: boolean; integrity?: string; link?: boolean }>;
  };
  const entries = Object.entries(packages).filter(
    ([path, { link }]) => path.includes('node_modules/') && !link,
  );
  const scripted = entries.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path);
  expect(scripted).toEqual([
    'node_modules/@grpc/proto-loader/node_modules/protobufjs',
    'node_modules/@tensorflow/tfjs-node-gpu',
    'node_modules/@zilliz/milvus2-sdk-node/node_modules/protobufjs',
    'node_modules/core-js',
    'node_modules/usearch',
    'node_modules/webgpu',
    'node_modules/zeromq',
  ]);
  expect(entries.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? ''))).toEqual([]);
  expect(readFileSync(join(root, '.npmrc'), 'utf8')).toContain('ignore-scripts=true');
  expect(readFileSync(join(root, 'src/setup/steps/npm.mjs'), 'utf8')).toContain("'ci', '--ignore-scripts'");
});

test('no package comes back that others would bring in and that a newer one replaces', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { name?: string; version?: string }>;
  };
  const versionsOf = (wanted: string) =>
    Object.entries(packages)
      .filter(([path, { name }]) => (name ?? path.split('node_modules/').at(-1)) === wanted)
      .map(([, { version }]) => Number(version!.split('.')[0]));
  for (const gone of ['request', 'inflight', 'xlsx']) expect([gone, versionsOf(gone)]).toEqual([gone, []]);
  const least = {
    '@cypress/request': 4,
    'form-data': 4,
    'tough-cookie': 5,
    mathjs: 15,
    tar: 7,
    rimraf: 6,
    glob: 14,
  };
  for (const [name, major] of Object.entries(least)) {
    expect(versionsOf(name).length, name).toBeGreaterThan(0);
    expect(Math.min(...versionsOf(name)), name).toBeGreaterThanOrEqual(major);
  }
});
