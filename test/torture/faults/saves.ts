import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCheckedJson, writeCheckedJson } from '../../../src/base/files/checkedJson.js';
import { randomSource } from '../../../src/base/randomSource.js';
import { cachedPixels } from '../../../src/images/pixelCache.js';
import { storedWhitening } from '../../../src/models/whitening/storedWhitening.js';
import { readResults, writeResults } from '../../../src/study/runs/resultsFolder.js';
import { openCheckpoints } from '../../../src/training/checkpointFolder.js';
import { embeddingFormats } from '../../../src/vectors/formats/embeddingFormats.js';
import { readEmbeddingFile } from '../../../src/vectors/readEmbeddingFile.js';
import { storedMatrix } from '../../../src/vectors/store/storedMatrix.js';
import { writeEmbeddingFile } from '../../../src/vectors/writeEmbeddingFile.js';
import { syntheticRun } from '../../study/syntheticRun.js';
import { indexSaves } from './indexSaves.js';
import type { Save, Version } from './save.js';

const numbers = (version: Version, count: number): Float32Array => {
  const random = randomSource(version === 'old' ? 1 : 2, 'numbers');
  return Float32Array.from({ length: count }, () => random.normal());
};

const embeddingFile = (format: string): Save => {
  const fileIn = (folder: string): string => join(folder, `vectors.${format}`);
  return {
    name: `embeddings as .${format}`,
    write(folder, version) {
      const ids = [0, 1, 2].map((row) => `${version} ${row}`);
      return writeEmbeddingFile(fileIn(folder), {
        matrix: { data: numbers(version, 12), rows: 3, columns: 4 },
        ids,
      });
    },
    async read(folder) {
      if (!existsSync(fileIn(folder))) return undefined;
      const { matrix, ids } = await readEmbeddingFile(fileIn(folder));
      return { ids, data: [...matrix.data] };
    },
  };
};

const checkpoints: Save = {
  name: 'a checkpoint',
  async write(folder, version) {
    const kept = await openCheckpoints(folder, { id: 'one', config: {} });
    const step = version === 'old' ? 1 : 2;
    if (kept.from?.step === step) return;
    const random = randomSource(3).state();
    await kept.write({
      step,
      position: { epoch: 1, batch: 1, order: random },
      noise: random,
      spent: { seconds: 1, images: 1 },
      parts: { model: { tensors: [{ shape: [5], data: numbers(version, 5) }], values: null } },
    });
  },
  read: async (folder) => (await openCheckpoints(folder, { id: 'one', config: {} })).from,
};

const checked: Save = {
  name: 'a run in the cache',
  write: (folder, version) => writeCheckedJson(join(folder, 'run.json'), { version }, 'a configuration'),
  read: (folder) =>
    Promise.resolve(readCheckedJson(join(folder, 'run.json'), 'a configuration', 'it is made again')),
};

const runs = {
  old: [syntheticRun('regression', 0), syntheticRun('regression', 1)],
  new: [syntheticRun('regression', 1), syntheticRun('rankOrderPreservation', 0)],
};
const results: Save = {
  name: 'the results of a profile',
  write: (folder, version) => writeResults(folder, version, runs[version]),
  read: (folder) => Promise.resolve(readResults(folder)).then((all) => (all.length > 0 ? all : undefined)),
};

/** Reading a cache makes what it lacks, so that another is read that is just like it. */
function ofCopy(read: (folder: string) => Promise<unknown>) {
  return async (folder: string): Promise<unknown> => {
    const copy = mkdtempSync(join(tmpdir(), 'copy-'));
    try {
      cpSync(folder, copy, { recursive: true });
      return await read(copy);
    } finally {
      rmSync(copy, { recursive: true });
    }
  };
}

const storeMatrix = (folder: string, version: Version) =>
  storedMatrix({
    ...{ folder, description: { version }, rows: 5, columns: 3, rowsPerChunk: 2 },
    compute: (first, count) => Promise.resolve(numbers(version, 15).slice(first * 3, (first + count) * 3)),
  });

const matrixStore: Save = {
  name: 'vectors in the cache',
  write: storeMatrix,
  read: ofCopy(async (folder) => [...(await storeMatrix(folder, 'new')).data]),
};

const storePixels = (folder: string, version: Version) =>
  cachedPixels(
    {
      ...{ folder, name: 'pixels', description: { version }, count: 3, size: 4 },
      render: (row) => Promise.resolve(new Uint8Array(48).fill(version === 'old' ? row : 100 + row)),
    },
    [0, 2],
  );

const pixelStore: Save = {
  name: 'pictures in the cache',
  write: storePixels,
  read: ofCopy(async (folder) => [...(await storePixels(folder, 'new'))]),
};

const fitted = (folder: string, version: Version) =>
  storedWhitening(
    { data: numbers(version, 60), rows: 20, columns: 3 },
    { kind: 'pca', dimension: 2 },
    folder,
  );
const whitening: Save = {
  name: 'a whitening in the cache',
  write: fitted,
  read: ofCopy(async (folder) => (await fitted(folder, 'new')).identity),
};

/** What is written without TensorFlow. */
export const plainSaves: Save[] = [
  ...embeddingFormats.map(embeddingFile),
  ...[checkpoints, checked, results, matrixStore, pixelStore, whitening],
  ...indexSaves,
];
