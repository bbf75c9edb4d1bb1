import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { openDataset } from '../../src/datasets/openDataset.js';
import { rawGallery, type RawGallery } from '../../src/experiments/rawGallery.js';
import { parseRunConfig, runConfigSchema } from '../../src/experiments/runConfig.js';
import { runExperiment } from '../../src/experiments/runExperiment.js';
import { galleryDimension } from '../../src/rehearsal/galleryDimension.js';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { hasWeights } from '../../src/models/weightFiles.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { writeColumns } from '../vectors/columns.js';
import { writePicture } from '../datasets/pictures.js';

const folder = mkdtempSync(join(tmpdir(), 'raw-gallery-'));
const pictures = join(folder, 'pictures');
const made: string[] = [];
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  made.forEach((file) => rmSync(workspacePath('data', 'cache', file), { force: true }));
});
beforeAll(async () => {
  for (let n = 0; n < 12; n++) await writePicture(join(pictures, `label${n % 4}`), `p${n}.jpg`, n % 4, 40);
});

/** Row n is `[n + 1, 2, 0]`, not of unit length. */
async function vectors(name: string, ids?: string[], rows = ids?.length ?? 12): Promise<string> {
  const file = join(folder, name);
  const data = Float32Array.from({ length: rows * 3 }, (_, i) => [Math.floor(i / 3) + 1, 2, 0][i % 3]);
  await writeEmbeddingFile(file, { matrix: { data, rows, columns: 3 }, ...(ids && { ids }) });
  return file;
}

async function embeddings(file: string, byOrder?: true): Promise<Float32Array> {
  const dataset = await openDataset(pictures);
  return (await rawGallery(dataset, { name: 'vectors', file, byOrder }, undefined)).embeddings.data;
}

describe('gallery vectors from a file', () => {
  test('are matched to the pictures by id, in any order, and brought to unit length', async () => {
    const ids = (await openDataset(pictures)).records.map(({ id }) => id);
    const inOrder = await embeddings(await vectors('in-order.npy', ids));
    expect(inOrder[0]).toBeCloseTo(1 / Math.sqrt(5), 6);
    expect(inOrder[1]).toBeCloseTo(2 / Math.sqrt(5), 6);
    const turned = await embeddings(await vectors('turned.safetensors', [...ids].reverse()));
    expect([...turned.subarray(0, 3)]).toEqual([...inOrder.subarray(33, 36)]);
  });

  test('without names are taken by their order only where that is asked for', async () => {
    const plain = await vectors('plain.npy');
    await expect(embeddings(plain)).rejects.toThrow(/have no names[^]*"label0\/p0\.jpg"[^]*--by-order/);
    expect((await embeddings(plain, true)).length).toBe(36);
    const few = await vectors('few.npy', undefined, 11);
    await expect(embeddings(few, true)).rejects.toThrow(/12 rows.*\n.*11 rows/);
  });

  test('are found by the names in any column of a table', async () => {
    const ids = (await openDataset(pictures)).records.map(({ id }) => id);
    const file = join(folder, 'columns.parquet');
    writeColumns(file, { label: ids.map((id) => id.slice(0, 6)), path: [...ids].reverse() });
    const [last] = await embeddings(file);
    expect(last).toBeCloseTo(11 / Math.hypot(11, 1), 6);
  });

  test('name the pictures that are missing', async () => {
    const ids = (await openDataset(pictures)).records.map(({ id }) => id);
    const file = await vectors('missing.npy', [...ids.slice(1), 'another']);
    await expect(embeddings(file)).rejects.toThrow(ids[0].replace(/\.jpg$/, ''));
  });

  test('train a query model', async () => {
    const ids = (await openDataset(pictures)).records.map(({ id }) => id);
    const { record, manifest } = await runExperiment(
      {
        dataset: pictures,
        split: 'unseen',
        gallery: { name: 'vectors', file: await vectors('trained.npy', ids) },
        query: { kind: 'smallCnn', width: 0.3 },
        method: 'regression',
        loss: { kind: 'featureRegression' },
        training: { epochs: 1, batchSize: 4 },
      },
      { fresh: true },
    );
    made.push(join('runs', `${record.runId}.json`));
    expect(record.galleryModel).toBe('vectors trained.npy');
    expect(manifest.losses.length).toBeGreaterThan(0);
    expect(record.mapAsymmetric).toBeGreaterThan(0);
  });
});

describe.skipIf(!hasWeights('mobileNetV2'))('photos at their own shape', () => {
  test('are not what squares are, and are stored', async () => {
    const dataset = await openDataset(pictures);
    const { gallery, galleryPhotos } = runConfigSchema.parse({
      dataset: pictures,
      split: 'unseen',
      gallery: { name: 'mobileNetV2', size: 64 },
      galleryPhotos: { longestSide: 40, scales: [1, 2] },
      query: { kind: 'smallCnn' },
      method: 'regression',
      loss: { kind: 'featureRegression' },
    });
    const photos = await rawGallery(dataset, gallery, galleryPhotos);
    expect(photos.embeddings.rows).toBe(12);
    const square = await rawGallery(dataset, gallery, undefined);
    const cosine = photos.embeddings.data
      .subarray(0, 1280)
      .reduce((sum, value, d) => sum + value * square.embeddings.data[d], 0);
    expect(cosine).toBeLessThan(0.9999);
    expect(cosine).toBeGreaterThan(0.2);
  });

  test('a drawing is refused', async () => {
    const emoji = await openDataset('emoji-small');
    const photos = { longestSide: 64, scales: [1] };
    const gallery = { name: 'mobileNetV2', size: 64, pooling: 'gem' } as const;
    await expect(rawGallery(emoji, gallery, photos)).rejects.toThrow(/galleryPhotos/);
  });
});

describe.skipIf(!hasWeights('mobileNetV2') || !hasWeights('efficientNetLite2'))(
  'a gallery of two models',
  () => {
    const of = [
      { name: 'mobileNetV2', size: 64, pooling: 'average' },
      { name: 'efficientNetLite2', size: 64, pooling: 'gem' },
    ] as const;

    test('has cosines that are the means of theirs, and both their names', async () => {
      await selectBackend();
      const dataset = await openDataset(pictures);
      const [first, second, both] = await Promise.all([
        rawGallery(dataset, of[0], undefined),
        rawGallery(dataset, of[1], undefined),
        rawGallery(dataset, { name: 'fused', of: [...of] }, undefined),
      ]);
      expect(both.modelName).toBe(`${first.modelName} + ${second.modelName}`);
      const cosine = ({ embeddings: { data, columns } }: RawGallery, a: number, b: number): number => {
        const row = (n: number): Float32Array => data.subarray(n * columns, (n + 1) * columns);
        const dot = (x: Float32Array, y: Float32Array): number =>
          x.reduce((sum, value, d) => sum + value * y[d], 0);
        return dot(row(a), row(b)) / Math.sqrt(dot(row(a), row(a)) * dot(row(b), row(b)));
      };
      for (const [a, b] of [
        [0, 1],
        [3, 11],
      ]) {
        expect(cosine(both, a, b)).toBeCloseTo((cosine(first, a, b) + cosine(second, a, b)) / 2, 5);
      }
    });

    test('is estimated by the dimensions of both', async () => {
      const config = parseRunConfig({
        dataset: pictures,
        split: 'all',
        gallery: { name: 'fused', of: [...of] },
        query: { kind: 'head' },
        loss: { kind: 'featureRegression' },
      });
      expect(await galleryDimension(config)).toEqual({ dimension: 1280 + 1280, isDimensionAssumed: false });
    });
  },
);
