import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { workspace } from '../core/paths.mjs';
import { readJson } from '../core/stamps.mjs';
import { archives } from '../pins.mjs';

/** Licences, by their SPDX names, that a dependency may have; any part of an `OR` and each part of an `AND` is looked at. */
const allowed = new Set(
  `0BSD AFL-2.1 Apache-2.0 BlueOak-1.0.0 BSD-2-Clause BSD-3-Clause CC-BY-4.0 CC-BY-SA-4.0 ISC LGPL-3.0-or-later MIT
   MPL-2.0 PSF-2.0 Python-2.0 Unlicense Zlib`.split(/\s+/),
);

/** What packages say in words of their own. */
const otherNames = {
  'BSD 3-Clause License': 'BSD-3-Clause',
  'BSD License': 'BSD-3-Clause',
  'MIT License': 'MIT',
  'Apache Software License': 'Apache-2.0',
  'Apache License 2.0': 'Apache-2.0',
  'Apache 2.0': 'Apache-2.0',
};

/** Of packages whose record in the registry does not say it: what their own files say. */
const saidElsewhere = { 'json-bignum@0.0.3': 'MIT' };

/** The licences of everything by others, held against those that are allowed. */
export const licences = {
  summary: 'the licences of all dependencies, data and weights, held against those that are allowed',
  help: '  --all  each by name, not only the counts\nCovers package-lock.json, the programs that set-up brings, the Python environments that are there, and pictures and weights\n(npm run data -- licences names their authors). The exit code is 1 for an unknown licence.',
  async run(args) {
    const { root, runner, labVenv, compiled } = workspace;
    const programs = Object.values(archives).map(({ requirement, licence }) => ({
      name: requirement,
      licence,
    }));
    const python = [runner, labVenv].flatMap(pythonLicences);
    const data = await dataLicences(compiled);
    const found = [...npmLicences(root), ...programs, ...python, ...data];
    const counts = new Map();
    for (const { name, licence } of found) {
      counts.set(licence, (counts.get(licence) ?? 0) + 1);
      if (args.includes('--all')) console.log(`${name}: ${licence}`);
    }
    for (const [licence, count] of [...counts].sort(([, a], [, b]) => b - a))
      console.log(`${count}  ${licence}`);
    if (data.length === 0) console.log('Pictures and weights: not looked at before npm run setup');
    const unknown = found.filter(({ licence }) => !isAllowed(licence));
    for (const { name, licence } of unknown) console.error(`not allowed: ${name}: ${licence}`);
    return unknown.length === 0 ? 0 : 1;
  },
};

/** Whether a licence expression can be met by allowed licences alone. */
export function isAllowed(expression) {
  const parts = (text, word) => text.replace(/[()]/g, '').split(` ${word} `);
  return parts(expression, 'AND').every((part) => parts(part, 'OR').some((name) => allowed.has(name.trim())));
}

/** The licences in a package-lock.json; the workspace's own packages are left out. */
export function npmLicences(root) {
  const packages = Object.entries(readJson(join(root, 'package-lock.json'))?.packages ?? {});
  return packages
    .filter(([path, { link }]) => path.includes('node_modules/') && !link)
    .map(([path, { version, license }]) => {
      const name = path.split('node_modules/').at(-1);
      const said = license ?? saidElsewhere[`${name}@${version}`] ?? 'none';
      return { name: `${name}@${version}`, licence: otherNames[said] ?? said };
    });
}

/** The licences of pictures and weights, by the library; none before it is compiled. */
export async function dataLicences(compiled) {
  const file = join(compiled, 'datasets', 'attributions.js');
  if (!existsSync(file)) return [];
  const { allAttributions } = await import(pathToFileURL(file).href);
  return allAttributions().map(({ name, licence }) => ({ name, licence }));
}

function pythonLicences(environment) {
  const lib = join(environment, 'lib');
  if (!existsSync(lib)) return [];
  const places = readdirSync(lib).map((python) => join(lib, python, 'site-packages'));
  return places.flatMap((place) =>
    readdirSync(place)
      .filter((name) => name.endsWith('.dist-info'))
      .map((name) => ({
        name: name.replace('.dist-info', ''),
        licence: pythonLicence(readFileSync(join(place, name, 'METADATA'), 'utf8')),
      })),
  );
}

/** The licence that a Python package's metadata names: its expression, else its words. */
export function pythonLicence(metadata) {
  const field = (name) => new RegExp(`^${name}: (.+)$`, 'mi').exec(metadata.split('\n\n')[0])?.[1].trim();
  const classifier = field('Classifier: License :: OSI Approved :')?.replace(/^: /, '');
  const said = field('License-Expression') ?? field('License') ?? classifier ?? 'none';
  return otherNames[said] ?? otherNames[classifier] ?? said;
}
