import { safeJoin } from '../../base/files/safeJoin.js';
import type { Box } from '../../images/decodePicture.js';
import type { ImageRecord } from '../types.js';
import type { PicturePlace } from './types.js';

/** Label of pictures of which no label is known or of use. */
export const withoutLabel = 'without a label';

/**
 * A picture of a benchmark. Its path is put together when it is asked for, so that a million of pictures hold one text
 * each, their id.
 */
class BenchmarkRecord implements ImageRecord {
  constructor(
    readonly id: string,
    readonly label: string,
    private readonly place: PicturePlace,
    readonly box?: [number, number, number, number],
  ) {}

  get origin(): string {
    return this.place.part;
  }

  get split(): string {
    return this.place.part;
  }

  /** @throws RetrievalError where the list names a path that leads out of the folder of pictures. */
  get path(): string {
    return safeJoin(this.place.root, this.place.fileOf(this.id));
  }
}

/** A picture at its place. */
export function pictureAt(place: PicturePlace, id: string, label = withoutLabel, box?: Box): ImageRecord {
  return new BenchmarkRecord(id, label, place, box && [...box]);
}

/** Row numbers `start .. start + count - 1`. */
export function rowRange(start: number, count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => start + i);
}
