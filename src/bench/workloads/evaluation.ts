import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { embeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { retrievalMetrics } from '../../retrieval/metrics/retrievalMetrics.js';
import { unitRows } from '../../models/unitRows.js';
import { randomSource } from '../../base/randomSource.js';
import { fileGallery } from '../../vectors/gallery/fileGallery.js';
import { rankPositivesOf } from '../../retrieval/ranking/rankPositives.js';
import type { Relevance } from '../../retrieval/ranking/relevance.js';
import { readArrays, type SharedArray } from '../sharedArrays.js';
import type { Workload } from '../types.js';

/** Rows written at once. */
const rowsAtOnce = 8192;
const file = 'gallery.raw';

/** Queries, and a gallery of the asked length in a raw file (random rows, repeated block by block with new signs). */
export async function evaluationArrays(
  folder: string,
  queries: number,
  rows: number,
  columns: number,
): Promise<Record<string, SharedArray>> {
  const vectors = (count: number, seed: number): Float32Array =>
    tf.tidy(() =>
      unitRows(tf.randomNormal<tf.Rank.R2>([count, columns], 0, 1, 'float32', seed))
        .dataSync<'float32'>()
        .slice(),
    );
  const block = vectors(rowsAtOnce, 1);
  const random = randomSource(6, 'signs');
  const out = createWriteStream(join(folder, file));
  for (let first = 0; first < rows; first += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, rows - first);
    // Another sign for each column makes other similarities of the same vectors.
    const signs = Float32Array.from({ length: columns }, () => (random.uniform() < 0.5 ? -1 : 1));
    const part = block.map((value, i) => value * signs[i % columns]!);
    if (!out.write(new Uint8Array(part.buffer, 0, count * columns * 4))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  return {
    queries: { shape: [queries, columns], data: vectors(queries, 2) },
    size: { shape: [1], data: Int32Array.of(rows) },
  };
}

/** The three protocols of the revisited benchmarks on a gallery that is read from disk. */
export async function evaluation(folder: string): Promise<Workload> {
  const { queries, size } = await readArrays(folder);
  const [count, columns] = queries!.shape as [number, number];
  const rows = size!.data[0]!;
  const matrix = embeddingMatrix(queries!.data as Float32Array, count, columns);
  const gallery = fileGallery(join(folder, file), { columns });
  const relevances = revisitedRelevances(count, rows);
  let means: number[] = [];
  return {
    run: async () => {
      const positions = await rankPositivesOf(matrix, gallery, relevances);
      means = positions.map(
        (lists) => retrievalMetrics(lists, { bootstrap: { resamples: 1 } }).averagePrecision.estimate.mean,
      );
    },
    check: () => ({ means }),
  };
}

/** As in the revisited benchmarks: easy, medium and hard count other items as found and other ones as junk. */
function revisitedRelevances(queries: number, galleryRows: number): Relevance[] {
  const random = randomSource(7, 'relevance');
  const lists = Array.from({ length: queries }, () => {
    const rows = [...new Set(Array.from({ length: 180 }, () => random.integer(galleryRows)))];
    return { easy: rows.slice(0, 60), hard: rows.slice(60, 120), junk: rows.slice(120) };
  });
  const relevance = (
    choose: (list: (typeof lists)[number]) => { positives: number[]; ignored: number[] },
  ): Relevance => {
    const chosen = lists.map(choose);
    const sorted = (rows: number[]): Int32Array => Int32Array.from(rows).sort();
    return {
      galleryRows,
      positives: chosen.map(({ positives }) => sorted(positives)),
      ignored: chosen.map(({ ignored }) => sorted(ignored)),
    };
  };
  return [
    relevance(({ easy, hard, junk }) => ({ positives: easy, ignored: [...hard, ...junk] })),
    relevance(({ easy, hard, junk }) => ({ positives: [...easy, ...hard], ignored: junk })),
    relevance(({ easy, hard, junk }) => ({ positives: hard, ignored: [...easy, ...junk] })),
  ];
}
