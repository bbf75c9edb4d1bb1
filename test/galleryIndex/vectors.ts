import { randomSource } from '../../src/base/randomSource.js';
import type { IndexGallery } from '../../src/galleryIndex/indexGallery.js';
import { embeddingMatrix, type EmbeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { unitLength } from '../../src/vectors/unitLength.js';
import { temporaryFolder } from '../helpers/temporaryFolder.js';

/** D of the vectors. */
export const columns = 16;

/** Unit vectors around a few centres, the same for the same seed. */
export function clustered(rows: number, seed: number): EmbeddingMatrix {
  const [centres, random] = [randomSource(0, 'centres'), randomSource(seed, 'vectors')];
  const middle = Float64Array.from({ length: 8 * columns }, () => centres.normal());
  const data = Float32Array.from({ length: rows * columns }, (_, n) => {
    const cluster = Math.floor(n / columns) % 8;
    return middle[cluster * columns + (n % columns)] + 0.4 * random.normal();
  });
  return unitLength(embeddingMatrix(data, rows, columns));
}

/** Such vectors with ids, as an index takes them. */
export function gallery(rows: number, seed = 1, prefix = 'p'): IndexGallery {
  const ids = Array.from({ length: rows }, (_, row) => `${prefix}${row}`);
  return { source: clustered(rows, seed), rows, columns, ids };
}

/** Gives another folder each time, which is not there yet. */
export function folders(): () => string {
  const place = temporaryFolder();
  let count = 0;
  return () => place(`index-${count++}`);
}
