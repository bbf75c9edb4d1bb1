import { UMAP } from 'umap-js';
import { randomSource } from '../../base/randomSource.js';
import { nearestNeighbours, type Neighbours } from '../../vectors/nearestNeighbours.js';
import { selectRows, type EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { principalPlane, type PlanePoints } from './principalPlane.js';
import { drawn, type StudiedModel } from './studyModel.js';

/** Vectors of the gallery and both vectors of each query in a plane. */
export interface EmbeddingMap {
  kind: 'PCA' | 'UMAP';
  /** Of `galleryRecords`. */
  gallery: PlanePoints;
  /** Of `queries`, by the gallery model and by the query model. */
  queries: { galleryModel: PlanePoints; queryModel: PlanePoints };
  /** Share of the variance that a PCA shows, in [0, 1]. */
  share?: number;
}

/** The maps with the records that they show. */
export interface EmbeddingMaps {
  galleryRecords: number[];
  queries: number[];
  maps: EmbeddingMap[];
}

/** Points that a map can still be read with. */
const mostOfGallery = 800;
const mostQueries = 120;
/** Neighbours that UMAP looks at. */
const umapNeighbours = 15;
/** Neighbours among which a query is placed. */
const placingNeighbours = 5;

/**
 * The vectors as PCA and UMAP show them. Both are made of the gallery's vectors. PCA projects the queries onto its plane; in
 * the UMAP a query lies among the five vectors of the gallery that it finds first, the first one nearest.
 */
export async function embeddingMaps({
  split,
  galleryModel,
  queryVectors,
}: Pick<StudiedModel, 'split' | 'galleryModel' | 'queryVectors'>): Promise<EmbeddingMaps> {
  const galleryRows = drawn(split.gallery.length, mostOfGallery);
  const queryRows = drawn(split.queries.length, mostQueries);
  const gallery = selectRows(galleryModel.gallery, galleryRows);
  const own = selectRows(galleryModel.queries, queryRows);
  const moved = selectRows(queryVectors, queryRows);
  const plane = principalPlane(gallery);
  const maps: EmbeddingMap[] = [
    {
      kind: 'PCA',
      share: plane.share,
      gallery: plane.project(gallery),
      queries: { galleryModel: plane.project(own), queryModel: plane.project(moved) },
    },
  ];
  // With fewer pictures the neighbours of each are nearly all.
  if (gallery.rows > 2 * umapNeighbours) maps.push(await umap(gallery, own, moved));
  return {
    galleryRecords: Array.from(galleryRows, (row) => split.gallery[row]!),
    queries: Array.from(queryRows, (row) => split.queries[row]!),
    maps,
  };
}

async function umap(
  gallery: EmbeddingMatrix,
  own: EmbeddingMatrix,
  moved: EmbeddingMatrix,
): Promise<EmbeddingMap> {
  const random = randomSource(0, 'umap');
  const model = new UMAP({ nNeighbors: umapNeighbours, minDist: 0.15, random: () => random.uniform() });
  const near = await nearestNeighbours(gallery, gallery, umapNeighbours);
  const distances = near.similarities.map((similarity) => Math.sqrt(Math.max(0, 2 - 2 * similarity)));
  model.setPrecomputedKNN(lists(near.indices, umapNeighbours), lists(distances, umapNeighbours));
  const points = model.fit(lists(gallery.data, gallery.columns)) as PlanePoints;
  const placed = async (vectors: EmbeddingMatrix): Promise<PlanePoints> =>
    amongNeighbours(points, await nearestNeighbours(gallery, vectors, placingNeighbours));
  return {
    kind: 'UMAP',
    gallery: points,
    queries: { galleryModel: await placed(own), queryModel: await placed(moved) },
  };
}

/** The mean of each query's neighbours, the n-th with weight 1/n. */
function amongNeighbours(points: PlanePoints, { indices }: Neighbours): PlanePoints {
  return lists(indices, placingNeighbours).map((rows) => {
    let [x, y, weights] = [0, 0, 0];
    rows.forEach((row, n) => {
      x += points[row]![0] / (n + 1);
      y += points[row]![1] / (n + 1);
      weights += 1 / (n + 1);
    });
    return [x / weights, y / weights];
  });
}

/** Rows of equal length, as lists. */
function lists(values: Float32Array | Int32Array, length: number): number[][] {
  return Array.from({ length: values.length / length }, (_, row) => [
    ...values.subarray(row * length, (row + 1) * length),
  ]);
}
