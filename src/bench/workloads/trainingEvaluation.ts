import { embeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { evaluateAsymmetric } from '../../retrieval/metrics/evaluateAsymmetric.js';
import { readArrays, type SharedArray } from '../sharedArrays.js';
import type { Workload } from '../types.js';
import { randomSource } from '../../base/randomSource.js';

const classes = 40;

/** Both models' unit vectors of queries and gallery around the directions of their classes. */
export function modelVectors(queries: number, gallery: number, columns: number): Record<string, SharedArray> {
  const random = randomSource(8, 'vectors');
  const normals = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());
  const labels = (count: number): Int32Array =>
    Int32Array.from({ length: count }, () => random.integer(classes));
  const directions = normals(classes * columns);
  const [queryLabels, galleryLabels] = [labels(queries), labels(gallery)];
  const vectors = (of: Int32Array, noise: number): SharedArray => {
    const data = new Float32Array(of.length * columns);
    of.forEach((label, row) => {
      const vector = directions
        .subarray(label * columns, (label + 1) * columns)
        .map((value) => value + noise * random.normal());
      const length = Math.hypot(...vector);
      data.set(
        vector.map((value) => value / length),
        row * columns,
      );
    });
    return { shape: [of.length, columns], data };
  };
  return {
    galleryModelQueries: vectors(queryLabels, 6),
    galleryModelGallery: vectors(galleryLabels, 6),
    queryModelQueries: vectors(queryLabels, 9),
    queryModelGallery: vectors(galleryLabels, 9),
    queryLabels: { shape: [queries], data: queryLabels },
    galleryLabels: { shape: [gallery], data: galleryLabels },
  };
}

/** Every measure of a trained query model, as at the end of a training. */
export async function trainingEvaluation(folder: string): Promise<Workload> {
  const arrays = await readArrays(folder);
  const matrix = (name: string) => {
    const { data, shape } = arrays[name]!;
    return embeddingMatrix(data as Float32Array, shape[0]!, shape[1]!);
  };
  let numbers: number[] = [];
  return {
    run: async () => {
      const found = await evaluateAsymmetric({
        queryModelVectors: matrix('queryModelQueries'),
        queryModelGalleryVectors: matrix('queryModelGallery'),
        galleryModelQueryVectors: matrix('galleryModelQueries'),
        galleryVectors: matrix('galleryModelGallery'),
        queryLabels: arrays.queryLabels!.data,
        galleryLabels: arrays.galleryLabels!.data,
      });
      const { mapSymmetricGallery, mapSymmetricQuery, mapAsymmetric, kendallTau, spearman } = found;
      numbers = [mapSymmetricGallery, mapSymmetricQuery, mapAsymmetric, kendallTau, spearman];
    },
    check: () => ({ numbers }),
  };
}
