import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The page works from any address, below any path, and holds nothing inline, which its policy forbids. */
export default {
  root: here('.'),
  base: './',
  logLevel: 'warn',
  resolve: {
    // Without the layers, the data and the backends that a page of exported graphs has no use for.
    alias: [{ find: /^@tensorflow\/tfjs$/, replacement: here('engine/tensorflow.ts') }],
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
  },
};
