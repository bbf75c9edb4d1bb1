import { statSync } from 'node:fs';
import { embeddingMatrix, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { folderPhotos } from '../extraction/photoLists.js';
import type { PhotoRecord } from '../extraction/photoChunks.js';
import { RetrievalError } from '../errors.js';
import type { RunConfig } from '../experiments/runConfig.js';
import { embedOriginal } from './embedOriginal.js';
import { frozenFeatures } from './frozenFeatures.js';
import { preparationOf } from './preparation.js';
import { decodePicture } from '../images/decodePicture.js';
import { forEachConcurrently } from '../base/forEachConcurrently.js';
import type { QueryModel } from '../models/queryModel.js';
import { centreCrop } from '../training/augment.js';

/** Pictures that are held in memory at once. */
const picturesPerPart = 256;

/**
 * The pictures that paths name: files, and all pictures in folders.
 * @throws RetrievalError (data) that names every path that is not there.
 */
export function queryPictures(paths: readonly string[]): PhotoRecord[] {
  const missing = paths.filter((path) => !statSync(path, { throwIfNoEntry: false }));
  if (missing.length > 0) throw notThere(missing);
  const pictures = paths.flatMap((path): PhotoRecord[] =>
    statSync(path).isDirectory() ? folderPhotos(path).photos : [{ id: path, path }],
  );
  if (pictures.length === 0) throw notThere(paths);
  return pictures;
}

function notThere(paths: readonly string[]): RetrievalError {
  return new RetrievalError({
    what: 'There are no such pictures',
    where: '--queries',
    expected: 'JPEG, PNG or WebP files, or folders of them',
    found: paths.join(', '),
    fix: 'correct the paths',
    kind: 'data',
  });
}

/**
 * Embeds pictures as the evaluation of a training run does: squashed to a square, of which the middle is used where the run
 * trains on crops.
 *
 * @param run configuration that the model was trained with, where it is known.
 * @returns unit rows `[N, D]`
 */
export async function embedQueries(
  model: QueryModel,
  pictures: readonly PhotoRecord[],
  run: RunConfig | undefined,
): Promise<EmbeddingMatrix> {
  const features = await frozenFeatures(model, run?.featureSize);
  const size = model.input.kind === 'pixels' ? model.input.size : features!.size;
  const { scaled } = preparationOf(size, run);
  const data = new Float32Array(pictures.length * model.dimension);
  for (let first = 0; first < pictures.length; first += picturesPerPart) {
    const part = pictures.slice(first, first + picturesPerPart);
    const pixels = new Uint8Array(part.length * scaled * scaled * 3);
    await forEachConcurrently(part.length, async (n) => {
      const { path, box } = part[n]!;
      pixels.set(await decodePicture(path, { size: scaled, box }), n * scaled * scaled * 3);
    });
    const crops = Float32Array.from(centreCrop(pixels, scaled, size));
    const { data: rows } = await embedOriginal(model, features, crops, part.length);
    data.set(rows, first * model.dimension);
  }
  return embeddingMatrix(data, pictures.length, model.dimension);
}
