import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { libraryFolder } from '../base/files/libraryFolder.js';
import { shortHash } from './hashes.js';

/** Packages that compute: tensors, pictures, random numbers. */
const computing = [
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-node',
  '@tensorflow/tfjs-node-gpu',
  'ml-matrix',
  'onnxruntime-web',
  'pure-rand',
  'sharp',
];

/**
 * Hash of the lock file beside the library's package, which pins every dependency; where there is none, as beside an
 * installed package, of the versions of the packages that compute.
 *
 * @param library folder of the library's modules; default the one that runs
 */
export function lockHash(library = libraryFolder): string {
  const lock = join(packageFolder(library), '..', 'package-lock.json');
  if (existsSync(lock)) return shortHash(readFileSync(lock, 'utf8'));
  return shortHash(computing.map((name) => `${name} ${versionOf(name, library)}`).join('\n'));
}

/** The nearest folder with a package.json, from the library's modules upwards. */
function packageFolder(library: string): string {
  const above = dirname(library);
  return existsSync(join(library, 'package.json')) || above === library ? library : packageFolder(above);
}

/** Read from the package's own file, which few packages let others import. */
function versionOf(name: string, library: string): string {
  const folders = createRequire(join(library, 'index.js')).resolve.paths(name) ?? [];
  const file = folders.map((folder) => join(folder, name, 'package.json')).find((path) => existsSync(path));
  return file ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version : 'missing';
}
