import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeSite } from './writeSite.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const { values } = parseArgs({
  options: { out: { type: 'string' }, demo: { type: 'string' }, open: { type: 'boolean' } },
});
const out = resolve(values.out ?? join(root, '.site'));
try {
  const { pages, files } = await writeSite({ root, out, demo: values.demo && resolve(values.demo) });
  console.log(`${pages} pages besides the API reference, ${files} files, in ${out}`);
  if (values.open) {
    const { preview } = await import('vite');
    const server = await preview({
      root,
      appType: 'mpa',
      configFile: false,
      build: { outDir: out },
      preview: { host: '127.0.0.1', open: true },
    });
    server.printUrls();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
