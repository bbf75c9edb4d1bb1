import { beforeAll, describe, expect, test } from 'vitest';
import { randomSource } from '../../../src/base/randomSource.js';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import type { RetrievalSplit } from '../../../src/datasets/types.js';
import { embeddingMaps } from '../../../src/report/model/embeddingMap.js';
import { principalPlane, type PlanePoints } from '../../../src/report/model/principalPlane.js';
import { unitLength } from '../../../src/vectors/unitLength.js';
import { matrixOf } from '../../retrieval/ranking/matrices.js';

beforeAll(() => selectBackend());

describe('principalPlane', () => {
  test('keeps the distances of points that lie in a plane', () => {
    const flat = [
      [1, 2],
      [4, -1],
      [-3, 0],
      [2, 5],
      [0.5, 0.5],
    ];
    const lifted = flat.map(([x, y]) => [0.6 * x, y, 0.8 * x, 7]);
    const plane = principalPlane(matrixOf(lifted));
    expect(plane.share).toBeCloseTo(1, 6);
    const points = plane.project(matrixOf(lifted));
    for (let i = 0; i < flat.length; i++) {
      for (let j = 0; j < i; j++) {
        const expected = Math.hypot(flat[i][0] - flat[j][0], flat[i][1] - flat[j][1]);
        const found = Math.hypot(points[i][0] - points[j][0], points[i][1] - points[j][1]);
        expect(found).toBeCloseTo(expected, 4);
      }
    }
  });

  test('takes equal vectors without a division by nothing', () => {
    const plane = principalPlane(matrixOf([[1, 2], [1, 2]])); // prettier-ignore
    expect(plane.share).toBe(0);
    expect(plane.project(matrixOf([[1, 2]]))).toEqual([[0, 0]]);
  });
});

describe('embeddingMaps', () => {
  /** Vectors around some axes. */
  function groups(axes: number[], each: number, seed: number) {
    const random = randomSource(seed);
    const rows = axes.flatMap((axis) =>
      Array.from({ length: each }, () =>
        Array.from({ length: 6 }, (_, d) => Number(d === axis) + 0.1 * random.normal()),
      ),
    );
    return unitLength(matrixOf(rows));
  }
  const distance = (a: PlanePoints[number], b: PlanePoints[number]) => Math.hypot(a[0] - b[0], a[1] - b[1]);

  test('places a query among what it finds, the same in every run', async () => {
    const gallery = groups([0, 1, 2], 14, 1);
    const own = groups([0, 1], 1, 2);
    // The second query is taken for the third group by the query model.
    const moved = groups([0, 2], 1, 3);
    const split = {
      gallery: Int32Array.from({ length: 42 }, (_, n) => n),
      queries: Int32Array.of(50, 51),
    } as RetrievalSplit;
    const input = { split, galleryModel: { fit: gallery, queries: own, gallery }, queryVectors: moved };
    const result = await embeddingMaps(input);
    expect(result.queries).toEqual([50, 51]);
    expect(result.maps.map(({ kind }) => kind)).toEqual(['PCA', 'UMAP']);
    for (const { gallery: points, queries } of result.maps) {
      const middle = (group: number): PlanePoints[number] => {
        const those = points.slice(14 * group, 14 * group + 14);
        return [0, 1].map((axis) => those.reduce((sum, p) => sum + p[axis] / 14, 0)) as [number, number];
      };
      const nearest = (point: PlanePoints[number]): number =>
        [0, 1, 2].reduce((a, b) => (distance(point, middle(b)) < distance(point, middle(a)) ? b : a));
      expect(queries.galleryModel.map(nearest)).toEqual([0, 1]);
      expect(queries.queryModel.map(nearest)).toEqual([0, 2]);
    }
    expect(await embeddingMaps(input)).toEqual(result);
  });

  test('draws no UMAP of a handful of pictures', async () => {
    const few = groups([0, 1], 4, 1);
    const rows = Int32Array.from({ length: 8 }, (_, n) => n);
    const split = { gallery: rows, queries: rows } as RetrievalSplit;
    const input = { split, galleryModel: { fit: few, queries: few, gallery: few }, queryVectors: few };
    expect((await embeddingMaps(input)).maps.map(({ kind }) => kind)).toEqual(['PCA']);
  });
});
