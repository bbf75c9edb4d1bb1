import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReplica } from '../../../src/datasets/benchmarks/replicas/createReplica.js';
import { openBenchmark } from '../../../src/datasets/benchmarks/openBenchmark.js';
import type { BenchmarkName } from '../../../src/datasets/benchmarks/names.js';
import type { OpenBenchmarkOptions, BenchmarkDataset } from '../../../src/datasets/benchmarks/types.js';
import type { Dataset } from '../../../src/datasets/types.js';
import { embeddingMatrix, type EmbeddingMatrix } from '../../../src/vectors/embeddingMatrix.js';

/** A temporary folder of a test file with its replicas. */
export function replicaFolder() {
  const base = mkdtempSync(join(tmpdir(), 'benchmarks-'));
  const cacheFolder = join(base, 'cache');
  const known = new Map<BenchmarkName, Promise<string>>();
  let copies = 0;
  /** One replica for all tests that only read it. */
  const shared = (name: BenchmarkName): Promise<string> => {
    const folder = join(base, name);
    const made = known.get(name) ?? createReplica(name, folder).then(() => folder);
    known.set(name, made);
    return made;
  };
  return {
    base,
    cacheFolder,
    remove: () => rmSync(base, { recursive: true, force: true }),
    shared,
    /** A copy of a replica, to be spoilt by a test. */
    replica: async (name: BenchmarkName, seed?: number): Promise<string> => {
      const folder = join(base, `${name}-${copies++}`);
      if (seed === undefined) cpSync(await shared(name), folder, { recursive: true });
      else await createReplica(name, folder, { seed });
      return folder;
    },
    open: (name: BenchmarkName, folder: string, options: OpenBenchmarkOptions = {}) =>
      openBenchmark(name, { folder, cacheFolder, ...options }),
  };
}

/** Replaces text of a list. */
export function editFile(file: string, edit: (text: string) => string): void {
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
}

/** Unit vectors of the mean colours, by which the things of a replica can be told apart. */
export async function colours(dataset: Dataset, rows: ArrayLike<number>): Promise<EmbeddingMatrix> {
  const size = 16;
  const pixels = await dataset.pixels(rows, { size });
  const data = new Float32Array(rows.length * 3);
  pixels.forEach((value, i) => {
    data[Math.floor(i / (size * size * 3)) * 3 + (i % 3)] += value / 255;
  });
  for (let row = 0; row < rows.length; row++) {
    const vector = data.subarray(row * 3, row * 3 + 3);
    const norm = Math.hypot(...vector);
    vector.forEach((value, d) => (vector[d] = value / norm));
  }
  return embeddingMatrix(data, rows.length, 3);
}

/** Number of queries whose nearest gallery picture has their label. */
export async function foundFirst(dataset: Dataset, name: string): Promise<number> {
  const { queries, gallery, excludeSelf } = dataset.splits[name];
  const [q, g] = [await colours(dataset, queries), await colours(dataset, gallery)];
  const dot = (i: number, j: number) =>
    [0, 1, 2].reduce((sum, d) => sum + q.data[3 * i + d] * g.data[3 * j + d], 0);
  return Array.from(queries).filter((record, i) => {
    const order = Array.from(gallery, (_, j) => j)
      .filter((j) => !excludeSelf || gallery[j] !== record)
      .sort((a, b) => dot(i, b) - dot(i, a));
    return dataset.records[gallery[order[0]]].label === dataset.records[record].label;
  }).length;
}

/** Rows of every split, and the number of pictures and labels. */
export function sizes({ splits, records, labelNames }: BenchmarkDataset) {
  const rows = Object.values(splits).map(
    ({ name, fit, queries, gallery }) => `${name} ${fit.length} ${queries.length} ${gallery.length}`,
  );
  return [`${records.length} ${labelNames.length}`, ...rows];
}
