import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataset } from '../../src/datasets/openDataset.js';
import { ownCacheName } from '../../src/datasets/own/ownPictures.js';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { randomSource } from '../../src/base/randomSource.js';
import { parseRunConfig, type RunConfig, type RunConfigInput } from '../../src/experiments/runConfig.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import type { QueryModel } from '../../src/models/queryModel.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { writePhotos } from '../extraction/toyPhotos.js';

/** Embeddings of the toy models. */
export const dimension = 3;

export interface ToyFolder {
  folder: string;
  /** Sixteen pictures, four of each of the labels `a` to `d`. */
  photos: string;
  /** What a toy model is trained with. */
  config: RunConfig;
  remove(): void;
}

/** A folder with pictures, and the configuration of a run on them. */
export async function toyFolder(change: Partial<RunConfigInput> = {}): Promise<ToyFolder> {
  const folder = mkdtempSync(join(tmpdir(), 'trained-'));
  const photos = join(folder, 'photos');
  const sizes: [number, number][] = Array.from({ length: 4 }, (_, n) => [40 + 9 * n, 60]);
  for (const label of ['a', 'b', 'c', 'd']) await writePhotos(join(photos, label), sizes);
  const config = parseRunConfig({
    dataset: photos,
    split: 'unseen',
    gallery: { name: 'vectors', file: join(folder, 'vectors.npy') },
    query: { kind: 'smallCnn', width: 0.25, size: 32 },
    method: 'regression',
    loss: { kind: 'featureRegression' },
    ...change,
  });
  const cache = workspacePath('data', 'cache', ownCacheName(photos));
  const remove = (): void =>
    [folder, cache].forEach((path) => rmSync(path, { recursive: true, force: true }));
  return { folder, photos, config, remove };
}

/** Gallery vectors of the photos, with their names, where the configuration expects them. */
export async function writeToyVectors({ photos, folder }: ToyFolder): Promise<void> {
  const ids = (await openDataset(photos)).records.map(({ id }) => id);
  const data = Float32Array.from(ids.flatMap((_, n) => [1, n % 4, n / 20]));
  await writeEmbeddingFile(join(folder, 'vectors.npy'), {
    matrix: { data, rows: ids.length, columns: 3 },
    ids,
  });
}

/** A query model that was never trained; other seeds have other weights. */
export function toyModel({ query }: RunConfig, seed = 0): Promise<QueryModel> {
  return createQueryModel(query, randomSource(seed, 'weights'), { dimension });
}
