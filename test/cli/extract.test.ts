import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createReplica } from '../../src/datasets/benchmarks/replicas/createReplica.js';
import { openBenchmark } from '../../src/datasets/benchmarks/openBenchmark.js';
import { extractCommand } from '../../src/cli/extract.js';
import { openTrainedModel } from '../../src/trainedModels/openTrainedModel.js';
import type { RetrievalError } from '../../src/errors.js';
import { decodePhoto } from '../../src/images/decodePhoto.js';
import { parseRunConfig } from '../../src/experiments/runConfig.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { saveQueryModel } from '../../src/models/queryModelFiles.js';
import { randomSource } from '../../src/base/randomSource.js';
import { readEmbeddingFile } from '../../src/vectors/readEmbeddingFile.js';
import { writeGroceries } from '../datasets/grocery/groceryFolder.js';
import { writePhotos } from '../extraction/toyPhotos.js';

const folder = mkdtempSync(join(tmpdir(), 'extract-'));
const [model, photos] = [join(folder, 'model'), join(folder, 'photos')];
let printed: string[];

beforeAll(async () => {
  await selectBackend();
  const query = await createQueryModel(
    { kind: 'smallCnn', size: 32, width: 0.25 },
    randomSource(1, 'model'),
    { dimension: 8 },
  );
  mkdirSync(model);
  await saveQueryModel(query, model);
  query.dispose();
  const sizes: [number, number][] = [
    [60, 40],
    [40, 60],
    [50, 50],
    [60, 40],
  ];
  const written = await writePhotos(photos, sizes);
  mkdirSync(join(photos, 'deeper'));
  renameSync(written[3].path, join(photos, 'deeper', '3.png'));
  writeFileSync(join(photos, 'notes.txt'), 'not a picture');
  writeFileSync(join(photos, '.hidden.png'), 'nor this');
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  vi.unstubAllEnvs();
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

async function run(out: string, ...more: string[]): Promise<void> {
  const args = ['--model', model, '--pictures', photos, '--out', join(folder, out), ...more];
  await extractCommand().exitOverride().parseAsync(args, { from: 'user' });
}
const failure = (work: Promise<void>): Promise<RetrievalError> =>
  work.then(
    () => expect.unreachable(),
    (error: RetrievalError) => error,
  );

test('a folder becomes vectors and ids, and the numbers come as one JSON document', async () => {
  await run('folder.npy', '--json');
  expect(printed.length).toBe(1);
  const facts = JSON.parse(printed[0]) as Record<string, unknown>;
  expect(facts).toMatchObject({ rows: 4, columns: 8, broken: [], computed: 4 });
  const notes = 'Passed over, no JPEG, PNG or WebP by the ending: 1, the first notes.txt';
  expect(facts.notes).toEqual([notes]);
  const file = await readEmbeddingFile(join(folder, 'folder.npy'));
  expect(file.ids).toEqual(['0.png', '1.png', '2.png', 'deeper/3.png']);
  expect(file.sha256).toBe(facts.sha256);
  const manifest = JSON.parse(readFileSync(join(folder, 'folder.manifest.json'), 'utf8')) as object;
  // A query model squashes to its own square unless told otherwise.
  expect(manifest).toMatchObject({ size: 'square 32', scales: '1' });
});

test('a query model whose training is known embeds pictures as a search with it does', async () => {
  const trained = join(folder, 'trained');
  cpSync(model, trained, { recursive: true });
  const config = parseRunConfig({
    dataset: photos,
    split: 'unseen',
    gallery: { name: 'vectors', file: 'vectors.npy' },
    query: { kind: 'smallCnn', size: 32, width: 0.25 },
    method: 'regression',
    loss: { kind: 'featureRegression' },
  });
  writeFileSync(
    join(trained, 'run.json'),
    JSON.stringify({ record: {}, manifest: { runId: 'run', config } }),
  );
  const args = ['--model', trained, '--pictures', photos, '--out', join(folder, 'trained.npy')];
  await extractCommand().exitOverride().parseAsync(args, { from: 'user' });
  const { matrix } = await readEmbeddingFile(join(folder, 'trained.npy'));
  const opened = await openTrainedModel(trained);
  const searched = await opened.embed(photos);
  opened.dispose();
  expect(matrix.rows).toBe(searched.rows);
  matrix.data.forEach((value, i) => expect(value).toBeCloseTo(searched.data[i], 5));
});

test('other formats hold the same vectors and ids, and a second call computes nothing', async () => {
  await run('other.npy', '--longest-side', '48', '--scales', '1,0.7071');
  await run('other.parquet', '--longest-side', '48', '--scales', '1,0.7071', '--json');
  expect(JSON.parse(printed.at(-1)!)).toMatchObject({ computed: 0 });
  const [npy, parquet] = [
    await readEmbeddingFile(join(folder, 'other.npy')),
    await readEmbeddingFile(join(folder, 'other.parquet')),
  ];
  expect(parquet.matrix).toEqual(npy.matrix);
  expect(parquet.ids).toEqual(npy.ids);
});

test('a table names pictures, ids and boxes', async () => {
  const table = join(folder, 'list.csv');
  writeFileSync(table, 'path,id,x1,y1,x2,y2\nphotos/0.png,first,,,,\nphotos/0.png,,10,0,50,40\n');
  await run('table.npy', '--pictures', table);
  const { ids, matrix } = await readEmbeddingFile(join(folder, 'table.npy'));
  expect(ids).toEqual(['first', 'photos/0.png#10,0,50,40']);
  expect(matrix.data.slice(0, 8)).not.toEqual(matrix.data.slice(8));
  expect(printed[0]).toContain('table.npy: 2 vectors of 8 numbers');
});

describe('a benchmark by its name', () => {
  const replica = join(folder, 'roxford5k');
  const idsOf = async (out: string, pictures: string, ...more: string[]) => {
    await run(out, '--pictures', pictures, '--folder', replica, ...more);
    return (await readEmbeddingFile(join(folder, out))).ids!;
  };
  beforeAll(() => createReplica('roxford5k', replica));

  test('gives the queries, the gallery, or both', async () => {
    const truth = (await openBenchmark('roxford5k', { folder: replica })).groundTruths.official;
    if (truth.kind !== 'revisited') expect.unreachable();
    expect(await idsOf('queries.npy', 'roxford5k:queries')).toEqual(truth.queryIds);
    expect(await idsOf('gallery.npy', 'roxford5k:official:gallery')).toEqual(truth.galleryIds);
    const all = await idsOf('all.npy', 'roxford5k');
    expect(all.length).toBe(truth.queryIds.length + truth.galleryIds.length);
  });

  test('its queries are cut to their boxes', async () => {
    const { records, splits } = await openBenchmark('roxford5k', { folder: replica });
    const query = records[splits.official.queries[0]];
    const { width, height } = await decodePhoto(query.path!, { box: query.box });
    expect([width, height]).not.toEqual(Object.values(await decodePhoto(query.path!)).slice(1));
    const table = join(folder, 'cut.csv');
    writeFileSync(table, `path,x1,y1,x2,y2\n${relative(folder, query.path!)},${query.box!.join(',')}\n`);
    const vectors = async (out: string, pictures: string) => {
      await run(out, '--pictures', pictures, '--folder', replica, '--longest-side', '32', '--scales', '1');
      return (await readEmbeddingFile(join(folder, out))).matrix.data.slice(0, 8);
    };
    const own = await vectors('cut-queries.npy', 'roxford5k:queries');
    expect(own).toEqual(await vectors('cut.npy', table));
  });

  test('an unknown part is refused with those there are', async () => {
    const error = await failure(run('x.npy', '--pictures', 'roxford5k:nothing', '--folder', replica));
    expect(error.details.expected).toContain(
      'roxford5k:[SPLIT:]fit|queries|gallery with SPLIT one of official',
    );
  });
});

test('groceries by their name are those of the split that is trained on where none is named', async () => {
  const groceries = join(folder, 'groceries');
  await writeGroceries(groceries);
  vi.stubEnv('ASYMMETRIC_GROCERY', groceries);
  const idsOf = async (out: string, pictures: string) => {
    await run(out, '--pictures', pictures);
    return (await readEmbeddingFile(join(folder, out))).ids!;
  };
  const unseen = await idsOf('unseen.npy', 'grocery-originals:unseen:gallery');
  expect(await idsOf('named.npy', 'grocery-originals:gallery')).toEqual(unseen);
  expect(await idsOf('official.npy', 'grocery-originals:official:gallery')).not.toEqual(unseen);
});

test('broken pictures are listed', async () => {
  const own = join(folder, 'own');
  await writePhotos(own, [[40, 40]]);
  writeFileSync(join(own, 'broken.jpg'), 'text');
  const error = await failure(run('broken.npy', '--pictures', own));
  expect(error.details.found).toMatch(/broken\.jpg: .*text/);
  expect(existsSync(join(folder, 'broken.npy'))).toBe(false);
  await run('broken.npy', '--pictures', own, '--skip-broken');
  expect(printed.join('\n')).toMatch(/Left out as broken: 1;.*broken\.jpg: .*text/s);
});

describe('what can not be done is said before anything is computed', () => {
  const cases: [string, string, string[], RegExp][] = [
    ['an unknown ending', 'x.csv', [], /ending.*\.parquet/s],
    ['half precision in another format', 'x.mat', ['--float16'], /Half precision/],
    [
      'pictures that are no files',
      'x.npy',
      ['--pictures', 'grocery:unseen:queries'],
      /not files[^]*grocery-originals/,
    ],
    ['a folder that is not there', 'x.npy', ['--pictures', '/no/such/folder'], /not there/],
    ['a model that is not there', 'x.npy', ['--model', 'noSuchModel'], /gallery model/],
    ['a model that is no JSON', 'x.npy', ['--model', '{"name":'], /not valid JSON/],
    ['a model file that is not there', 'x.npy', ['--model', 'no/such.json'], /can not be read/],
  ];
  test.each(cases)('%s', async (_, out, more, message) => {
    expect((await failure(run(out, ...more))).message).toMatch(message);
    expect(existsSync(join(folder, out))).toBe(false);
  });

  test.each([
    ['--scales', '1,x'],
    ['--batch', '0'],
    ['--longest-side-of', 'page'],
  ])('%s %s', async (...option) => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect((await failure(run('x.npy', ...option))).message).toContain('argument');
  });

  test('squares and a longest side at once', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const both = run('x.npy', '--square', '32', '--longest-side', '64');
    expect((await failure(both)).message).toContain('cannot be used with');
  });
});
