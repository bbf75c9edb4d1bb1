import { existsSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { filesBelow } from '../core/disk.mjs';
import { sha256, sha256OfFiles } from '../core/hash.mjs';
import { capture } from '../core/process.mjs';

/** The library, compiled from TypeScript. */
export const buildStep = {
  name: 'build',
  title: 'library',
  after: ['npm'],
  key: buildKey,
  exists: ({ paths }) => existsSync(join(paths.compiled, 'index.js')),
  products: ({ paths }) => [paths.compiled],
  digest: productsDigest,
  async make({ paths, signal, say, isForced }) {
    say('compiling');
    // Without its products the compiler's record of them is worthless.
    if (!existsSync(join(paths.compiled, 'index.js')) || isForced(buildStep))
      rmSync(paths.compiled, { recursive: true, force: true });
    removeOrphans(paths);
    await capture(process.execPath, [join(paths.nodeModules, 'typescript', 'bin', 'tsc'), '-p', 'src'], {
      cwd: paths.root,
      signal,
      failure: 'the library does not compile',
      cure: 'correct the type errors above',
    });
  },
};

function buildKey({ paths }) {
  const sources = sourcesOf(paths);
  const settings = ['tsconfig.json', 'src/tsconfig.json', 'src/package.json', 'package-lock.json'];
  const names = sources.map((path) => relative(paths.source, path));
  return sha256(...names, sha256OfFiles([...sources, ...settings.map((file) => join(paths.root, file))]));
}

function sourcesOf(paths) {
  return filesBelow(paths.source, (name) => name !== 'dist' && name !== 'node_modules')
    .filter((path) => path.endsWith('.ts'))
    .sort();
}

/** Of what was compiled, the compiler's own record left out. */
function productsDigest({ paths }) {
  const files = filesBelow(paths.compiled)
    .filter((path) => /\.(js|d\.ts)$/.test(path))
    .sort();
  return sha256(...files.map((path) => relative(paths.compiled, path)), sha256OfFiles(files));
}

/** Compiled files whose source is gone must not be imported any more. */
function removeOrphans(paths) {
  const sources = new Set(sourcesOf(paths).map((path) => relative(paths.source, path).replace(/\.ts$/, '')));
  for (const path of existsSync(paths.compiled) ? filesBelow(paths.compiled) : []) {
    const name = relative(paths.compiled, path);
    if (/\.(js|d\.ts)$/.test(name) && !sources.has(name.replace(/\.(js|d\.ts)$/, ''))) rmSync(path);
  }
}
