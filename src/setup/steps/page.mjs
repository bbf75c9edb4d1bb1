import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { filesBelow } from '../core/disk.mjs';
import { sha256, sha256OfFiles } from '../core/hash.mjs';
import { capture } from '../core/process.mjs';

/** The page of the demo with all that it loads, bundled. */
export const pageStep = {
  name: 'page',
  title: 'page of the demo',
  after: ['npm'],
  key: pageKey,
  exists: ({ paths }) => existsSync(join(paths.page, 'index.html')),
  products: ({ paths }) => [paths.page],
  digest: productsDigest,
  async make({ paths, signal, say }) {
    say('bundling');
    const vite = join(paths.nodeModules, 'vite', 'bin', 'vite.js');
    const config = join('src', 'demo', 'page', 'vite.config.mjs');
    await capture(process.execPath, [vite, 'build', '--config', config], {
      cwd: paths.root,
      signal,
      failure: 'the page of the demo can not be bundled',
      cure: 'correct the errors above',
    });
  },
};

/** The page imports much of the library. */
function pageKey({ paths }) {
  const sources = filesBelow(paths.source, (name) => name !== 'dist' && name !== 'node_modules')
    .filter((path) => /\.(tsx?|css|html)$/.test(path) || path.endsWith('vite.config.mjs'))
    .sort();
  const names = sources.map((path) => relative(paths.source, path));
  return sha256(...names, sha256OfFiles([...sources, join(paths.root, 'package-lock.json')]));
}

function productsDigest({ paths }) {
  const files = filesBelow(paths.page).sort();
  return sha256(...files.map((path) => relative(paths.page, path)), sha256OfFiles(files));
}
