import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { packagePath } from '../../src/base/files/packagePath.js';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { writePicture } from '../datasets/pictures.js';
import { emptyProject, install, pack, run, type Ended } from './project.js';

const { folder, remove } = emptyProject();
afterAll(remove);

let files: string[];
let isInstalled = false;

beforeAll(async () => {
  const packed = await pack(folder);
  files = packed.files;
  isInstalled = await install(folder, packed.archive);
  const ids = Array.from({ length: 24 }, (_, n) => `label${n % 4}/p${n}.jpg`);
  for (const [n, id] of ids.entries()) await writePicture(join(folder, 'photos'), id, n % 4);
  const data = Float32Array.from(ids.flatMap((_, n) => [1, n % 4, (n % 4) ** 2, n / 100]));
  await writeEmbeddingFile(join(folder, 'vectors.npz'), { matrix: { data, rows: 24, columns: 4 }, ids });
  writeFileSync(join(folder, 'run.json'), JSON.stringify(configuration));
}, 300_000);

const configuration = {
  dataset: 'photos',
  gallery: { name: 'vectors', file: 'vectors.npz' },
  query: { kind: 'smallCnn', width: 0.25, size: 32 },
  loss: { kind: 'featureRegression' },
  training: { epochs: 1, batchSize: 8 },
};

const needsRegistry = ({ skip }: TestContext): void => {
  if (!isInstalled) skip('the registry cannot be reached');
};

/** The command `asym` as the project's own `npx asym` starts it. */
const asym = (words: string[], node = process.execPath): Promise<Ended> =>
  run(node, [join(folder, 'node_modules', 'asymmetric-retrieval', 'setup', 'asym.mjs'), ...words], folder);

const script = (lines: string, node = process.execPath): Promise<Ended> =>
  run(node, ['--input-type=module', '-e', lines], folder);

const backend = `import { selectBackend } from 'asymmetric-retrieval';
console.log((await selectBackend()).name);`;

/** Trains a tiny query model and searches with it. */
async function trainAndSearch(node?: string): Promise<void> {
  const trained = await asym(['train', '--config', 'run.json', '--out', 'model', '--json'], node);
  expect(trained).toMatchObject({ code: 0 });
  const { record } = JSON.parse(trained.stdout) as { record: { galleryModel: string } };
  expect(record.galleryModel).toBe('vectors vectors.npz');
  const words = ['search', '--model', 'model', '--queries', 'photos/label1', '--top', '2', '--json'];
  const searched = await asym([...words, '--gallery', 'vectors.npz'], node);
  expect(searched).toMatchObject({ code: 0 });
  const { queries } = JSON.parse(searched.stdout) as { queries: { results: unknown[] }[] };
  expect(queries.map(({ results }) => results.length)).toEqual([2, 2, 2, 2, 2, 2]);
}

describe('the packed library', () => {
  test('holds what is compiled of the sources that there are, what it reads, and no set-up', () => {
    const compiled = files.filter((file) => file.startsWith('dist/'));
    expect(compiled).toContain('dist/cli/main.js');
    for (const file of compiled) {
      const source = file.replace('dist/', '').replace(/\.(d\.ts|js)$/, '.ts');
      expect(existsSync(packagePath(source)), `${source}, of which ${file} is left`).toBe(true);
    }
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'demo/page/dist/index.html']));
    expect(readFileSync(packagePath('LICENSE'), 'utf8')).toBe(readFileSync(workspacePath('LICENSE'), 'utf8'));
    const others = new Set(files.filter((file) => !compiled.includes(file)).map((file) => dirname(file)));
    expect([...others].sort()).toEqual([
      '.',
      'bench/peers',
      'demo/page/dist',
      'demo/page/dist/assets',
      'recipes',
      'recipes/indexes',
      'report/notebook/execute',
      'report/notebook/execute/kernels/tslab',
      'setup',
      'setup/archives',
      'setup/commands',
      'setup/core',
      'setup/cuda',
      'setup/steps',
    ]);
    expect(files.filter((file) => /^setup\/[^/]+$/.test(file))).toEqual(['setup/asym.mjs', 'setup/pins.mjs']);
  });
});

describe('the library installed in an empty project', () => {
  test('computes in plain JavaScript and says so in one line', async (context) => {
    needsRegistry(context);
    const tensor = "import * as tf from '@tensorflow/tfjs'; tf.tensor1d([1, 2]).square().dataSync();";
    const { code, stdout, stderr } = await script(`${backend}\n${tensor}`);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'cpu\n' });
    expect(stderr).toMatch(/^SLOW: [^\n]*npm install @tensorflow\/tfjs-node@[\d.]+`\.\n$/);
  });

  test('has types that pass every check', { timeout: 180_000 }, async (context) => {
    needsRegistry(context);
    if (!(await install(folder, 'typescript@5.9.3'))) context.skip('TypeScript cannot be fetched');
    for (const project of projects) expect(await typeErrors(folder, project), project.name).toEqual([]);
    // From TypeScript 6 on, its own types of WebGPU contradict those that TensorFlow.js brings.
    const complaints = await typeErrors(workspacePath(), projects[0]);
    expect(complaints.filter((line) => !/@webgpu\/types|lib\.dom\.d\.ts/.test(line))).toEqual([]);
  });

  test('has the command asym, which tells what is installed', async (context) => {
    needsRegistry(context);
    const help = await run('npx', ['--no-install', 'asym', '--help'], folder);
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: asym') as string });
    const { code, stdout } = await asym(['doctor', '--json']);
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as { ok: boolean; folder: string; backend: { name: string } };
    expect(report).toMatchObject({ ok: true, backend: { name: 'cpu' } });
    expect(report.folder).toMatch(new RegExp(`${folder}$`));
  });

  test('trains and searches in the project’s own folder, without a set-up', async (context) => {
    needsRegistry(context);
    await trainAndSearch();
    expect(readdirSync(join(folder, 'data', 'cache'))).toContain('runs');
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  }, 120_000);

  test.for(['22.23.3', '24.21.0'])(
    'does so on Node %s, too',
    { timeout: 180_000 },
    async (version, context) => {
      needsRegistry(context);
      const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
      const nodes = emptyProject();
      try {
        if (!(await install(nodes.folder, `node-${platform}@${version}`)))
          context.skip('Node cannot be fetched');
        const node = join(nodes.folder, 'node_modules', `node-${platform}`, 'bin', 'node');
        expect((await run(node, ['--version'], folder)).stdout).toBe(`v${version}\n`);
        await trainAndSearch(node);
      } finally {
        nodes.remove();
      }
    },
  );

  const binding = workspacePath('node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node');

  test.skipIf(!existsSync(binding))(
    'computes natively once @tensorflow/tfjs-node is there',
    async (context) => {
      needsRegistry(context);
      // The package's own binding comes from a server that is no registry; that of the set-up is the same code.
      if (!(await install(folder, '--ignore-scripts', '@tensorflow/tfjs-node@4.22.0')))
        context.skip('it cannot be fetched');
      const place = join(folder, 'node_modules', '@tensorflow', 'tfjs-node', 'lib', 'napi-v8');
      mkdirSync(place, { recursive: true });
      copyFileSync(binding, join(place, 'tfjs_binding.node'));
      expect(await script(backend)).toEqual({ code: 0, stdout: 'native\n', stderr: '' });
    },
    120_000,
  );
});

function exportsOf(): Record<string, unknown> {
  const manifest = readFileSync(packagePath('package.json'), 'utf8');
  return (JSON.parse(manifest) as { exports: Record<string, unknown> }).exports;
}

const everything = Object.keys(exportsOf())
  .filter((path) => !/json|browser/.test(path))
  .map((path, n) => `export * as e${n} from 'asymmetric-retrieval${path.slice(1)}';`);

const consumer = `import { createLoss, embeddingMatrix, exactSearch, openDataset, type Dataset } from 'asymmetric-retrieval';
import { composeFigure, type Figure } from 'asymmetric-retrieval/report';
const dataset: Promise<Dataset> = openDataset('photos');
const matrix = embeddingMatrix(new Float32Array(4), 2, 2);
const rows: Int32Array = (await exactSearch({ queries: matrix, gallery: matrix, k: 1 })).rows;
const figure: Figure = composeFigure({ title: 'Figure', data: [] });
// @ts-expect-error: the number of results is missing.
void exactSearch({ queries: matrix, gallery: matrix });
export { createLoss, dataset, figure, rows };
${everything.join('\n')}`;

const page = `import { exactSearch, openGraphModel, preparePicture } from 'asymmetric-retrieval/browser';
const bitmap = await createImageBitmap(new Blob([]));
const pixels: Float32Array = preparePicture(bitmap, { scaled: 36, size: 32 });
const model = await openGraphModel(new URL('model', location.href));
export { exactSearch, model, pixels };`;

interface Project {
  name: string;
  text: string;
  options: object;
}

const bundler = { module: 'esnext', moduleResolution: 'bundler' };
/** Files that use the library, and how they are compiled. The page knows nothing of Node. */
const projects: Project[] = [
  { name: 'node.ts', text: consumer, options: { module: 'nodenext', types: ['node'] } },
  { name: 'bundled.ts', text: consumer, options: { ...bundler, types: ['node'] } },
  {
    name: 'page.ts',
    text: page,
    options: { ...bundler, lib: ['es2022', 'dom', 'dom.iterable'], types: [] },
  },
];

/** What the compiler of a folder says about a file, declarations of packages included. */
async function typeErrors(root: string, { name, text, options }: Project): Promise<string[]> {
  writeFileSync(join(folder, name), text);
  const compilerOptions = { target: 'es2022', strict: true, noEmit: true, skipLibCheck: false, ...options };
  const settings = `${name}.json`;
  writeFileSync(join(folder, settings), JSON.stringify({ compilerOptions, files: [name] }));
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout } = await run(process.execPath, [compiler, '-p', settings, '--pretty', 'false'], folder);
  return stdout.split('\n').filter((line) => /^\S/.test(line));
}
