import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { createProgram } from '../../src/cli/program.js';
import { writeGroceryFolder } from '../../src/datasets/grocery/groceryFolder.js';
import { hasWeights } from '../../src/models/weightFiles.js';
import type { EmbeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { readEmbeddingFile } from '../../src/vectors/readEmbeddingFile.js';

const page = readFileSync(workspacePath('GALLERY.md'), 'utf8');
const [own, lookup] = [...page.matchAll(/```sh\n([^]*?)```/g)].map(([, block]) =>
  block
    .split('\n')
    .filter((line) => line.startsWith('npx asym '))
    .map((line) =>
      line
        .replace(/ #.*| >.*/g, '')
        .split(' ')
        .slice(2)
        .filter(Boolean),
    ),
);

test('the README’s commands are those of the page', () => {
  const readme = readFileSync(workspacePath('README.md'), 'utf8');
  const commands = readme.match(/^npx asym .*?(?= *#|$)/gm)!;
  expect(commands.length).toBeGreaterThan(3);
  for (const command of commands) expect(page).toContain(`${command.trim()}`);
});

const home = process.cwd();
const root = mkdtempSync(join(tmpdir(), 'gallery-'));
let printed: string[];
beforeEach(() => {
  printed = [];
  const print = (text: unknown): boolean => printed.push(String(text)) > 0;
  for (const stream of ['log', 'error'] as const) vi.spyOn(console, stream).mockImplementation(print);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterAll(() => {
  process.chdir(home);
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

/** Runs a command in the folder of the pictures and gives what it printed. */
async function asym(...words: string[]): Promise<string> {
  const before = printed.length;
  await createProgram().parseAsync(words, { from: 'user' });
  return printed.slice(before).join('\n');
}

interface Form {
  labels: number;
  perLabel: number;
  isFlat?: boolean;
}

/** A user's folder with `photos/`, `vectors.parquet` and, where there are labels, `labels.csv`; gives the photos' names. */
async function userFolder({ labels, perLabel, isFlat = false }: Form): Promise<string[]> {
  const folder = join(root, `${labels * perLabel}-${isFlat ? 'flat' : 'labels'}`);
  await writeGroceryFolder(folder, { labels, perLabel, from: join(home, 'data', 'grocery-photos') });
  mkdirSync(join(folder, 'data'));
  symlinkSync(join(home, 'data', 'weights'), join(folder, 'data', 'weights'));
  vi.stubEnv('ASYMMETRIC_FOLDER', folder);
  process.chdir(folder);
  const names = readdirSync('photos', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.webp'),
  );
  if (isFlat) {
    // Names keep their ends, by which the vectors are found.
    for (const name of names) cpSync(join('photos', name), join('flat', name.split('/')[1]));
    rmSync('photos', { recursive: true });
    cpSync('flat', 'photos', { recursive: true });
    return readdirSync('photos');
  }
  writeFileSync(
    'labels.csv',
    ['path,label', ...names.map((name) => `${name},${name.split('/')[0]}`)].join('\n'),
  );
  return names;
}

const needsWeights = !hasWeights('mobileNetV2') || !hasWeights('efficientNetLite2');
const quick = ['--vectors', 'vectors.parquet', '--out', 'mine', '--minutes', '0.1'];
const limit = { timeout: 120_000 };

async function parsed<Content>(...words: string[]): Promise<Content> {
  printed = [];
  await asym(...words, '--json');
  return JSON.parse(printed.find((text) => text.startsWith('{'))!) as Content;
}

test.skipIf(needsWeights)('the sequence works on 20 photos in folders, as it stands', limit, async () => {
  const names = await userFolder({ labels: 5, perLabel: 4 });
  cpSync(join('photos', names[0]), 'photo.jpg');
  const said = new Map<string, string>();
  for (const words of own) said.set(words[0], await asym(...words));
  expect([...said.keys()]).toEqual(['data', 'extract', 'train', 'report', 'search', 'export']);
  expect(said.get('data')).toBe('20 pictures, 5 labels: 0 errors, 0 warnings');
  expect(said.get('extract')).toMatch(/vectors\.npy: 20 vectors of 1280 numbers/);
  expect(said.get('train')).toMatch(
    /18 pictures train; 2 others[^]*found by vectors\.ids\.txt[^]*mAP in %, on 2 of them[^]*Saved head/,
  );
  expect(said.get('report')).toMatch(/Served worst: [^]*Report: data\/models\/mine\/report\.html/);
  expect(said.get('search')).toMatch(/20 rows named by vectors\.ids\.txt[^]*photo\.jpg\n/);
  expect(/^ +1 .*$/m.exec(said.get('search')!)![0]).toContain(names[0]);
  expect(said.get('export')).toMatch(/onnx-int8 .* yes\n.*tfjs-graph-int8 .* yes\n/);

  const onnx = join('data', 'exports', 'mine', 'onnx-int8', 'model.onnx');
  expect(await asym('extract', '--model', onnx, '--pictures', 'photos', '--out', 'onnx.npz')).toMatch(
    /the middle 224 of squares of 252 pixels \(by the file's metadata\)[^]*onnx\.npz: 20 vectors/,
  );
  await asym('extract', '--model', 'data/models/mine', '--pictures', 'photos', '--out', 'mine.npz');
  const [exported, trained] = [await readEmbeddingFile('onnx.npz'), await readEmbeddingFile('mine.npz')];
  expect(exported.ids).toEqual(trained.ids);
  expect(leastCosine(exported.matrix, trained.matrix)).toBeGreaterThan(0.99);
  const labels = ['--protocol', 'labels', '--labels', 'labels.csv', '--gallery', 'vectors.npy'];
  expect(await asym('evaluate', ...labels, '--queries', 'mine.npz')).toMatch(
    /gallery by vectors\.ids\.txt\nAll labels: 20 queries among 20 pictures[^]*5 labels by mAP[^]*Served worst/,
  );
});

test.skipIf(needsWeights)('20 photos without labels train, are searched and exported', limit, async () => {
  const names = await userFolder({ labels: 5, perLabel: 4, isFlat: true });
  expect(await asym('data', 'check', 'photos')).toMatch(
    /no labels[^]*20 pictures, 0 labels: 0 errors, 1 warning$/,
  );
  expect(await asym('train', '--data', 'photos', ...quick)).toMatch(
    /20 pictures found by column "id" of vectors\.parquet[^]*no mAP[^]*mAP is not known[^]*Saved/,
  );
  expect(await asym('report', 'mine')).toMatch(/Left out: mAP, [^]*no labels/);
  const found = await asym('search', '--model', 'mine', '--queries', join('photos', names[0]), '--top', '3');
  expect(/^ +1 .*$/m.exec(found)![0]).toContain(names[0]);
  const files = ['--format', 'onnx', '--weights', 'float16'];
  expect(await asym('export', '--model', 'mine', '--out', 'exported', ...files)).toMatch(
    /onnx-float16 .* yes/,
  );
});

interface Trained {
  config: { featureSize: number };
  measures: Record<string, { mean: number | null; low: number | null }>;
}

test.skipIf(needsWeights)('600 photos in folders are told apart, page and numbers agree', limit, async () => {
  const names = await userFolder({ labels: 15, perLabel: 40 });
  const { measures } = await parsed<Trained>('train', '--data', 'photos', ...quick);
  expect(measures.mapAsymmetric.low).toBeGreaterThan(0.3);
  expect(measures.orderConsistency10.mean).toBeGreaterThan(0.6);
  const report = await parsed<{ queries: unknown[]; confusions: unknown[] }>('report', 'mine');
  expect(report.queries).toHaveLength(40);
  expect(report.confusions.length).toBeGreaterThan(0);
  const evaluation = ['--protocol', 'labels', '--labels', 'labels.csv', '--gallery', 'vectors.parquet'];
  const { labels } = await parsed<{ labels: { queries: number }[] }>('evaluate', ...evaluation);
  expect(labels.map(({ queries }) => queries)).toEqual(new Array(15).fill(40));
  const words = ['--gallery', 'vectors.parquet', '--queries', join('photos', names[0]), '--top', '1'];
  const { queries } = await parsed<{ queries: { results: { id: string }[] }[] }>(
    'search',
    '--model',
    'mine',
    ...words,
  );
  expect(queries[0].results[0].id).toBe(names[0]);
});

test.skipIf(needsWeights)(
  '600 photos without labels keep the order of the gallery model',
  limit,
  async () => {
    const names = await userFolder({ labels: 15, perLabel: 40, isFlat: true });
    const { measures } = await parsed<Trained>('train', '--data', 'photos', ...quick);
    expect(measures.orderConsistency10.low).toBeGreaterThan(0.5);
    expect(measures.mapAsymmetric.mean).toBeNull();
    const words = ['--model', 'mine', '--queries', join('photos', names[0]), '--top', '1'];
    expect(await asym('search', ...words)).toContain(names[0]);
  },
);

test('what can be looked up is', async () => {
  expect(lookup.map(([name]) => name)).toEqual(['list', 'describe', 'schema', 'completion']);
  for (const words of lookup) expect((await asym(...words)).length).toBeGreaterThan(200);
});

function leastCosine(one: EmbeddingMatrix, other: EmbeddingMatrix): number {
  const cosines = Array.from({ length: one.rows }, (_, row) => {
    const [from, to] = [row * one.columns, (row + 1) * one.columns];
    return one.data.subarray(from, to).reduce((sum, value, d) => sum + value * other.data[from + d], 0);
  });
  return Math.min(...cosines);
}
