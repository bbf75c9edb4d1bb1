import type { PictureList } from '../../trainedModels/pictureList.js';
import type { PictureQuery } from '../../trainedModels/pictureSearch.js';
import type { RgbPicture } from './encodePicture.js';

/** Side of a picture in a strip, and the room between two and behind the query, in pixels. */
const [side, gap, queryGap] = [88, 6, 24];
/** What stands for a picture that is not known. */
const unknown = 128;

/** A query and what was found for it side by side, the query first; a grey square where a picture is not known. */
export async function pictureStrip(
  { id, results }: PictureQuery,
  queries: PictureList,
  gallery: PictureList | undefined,
): Promise<RgbPicture> {
  const rowOf = new Map(gallery?.ids.map((name, row) => [name, row]));
  const rows = results.map((result) => rowOf.get(result.id));
  const known = rows.filter((row) => row !== undefined);
  const request = { size: side, keep: false };
  const [own, found] = await Promise.all([
    queries.pixels([queries.ids.indexOf(id)], request),
    known.length > 0 ? gallery!.pixels(known, request) : new Uint8Array(),
  ]);
  const bytes = side * side * 3;
  let next = 0;
  const tiles = rows.map((row) =>
    row === undefined ? new Uint8Array(bytes).fill(unknown) : found.subarray(next++ * bytes, next * bytes),
  );
  const width = side + (tiles.length > 0 ? queryGap - gap : 0) + tiles.length * (side + gap);
  const pixels = new Uint8Array(width * side * 3).fill(255);
  place(pixels, width, own, 0);
  tiles.forEach((tile, n) => place(pixels, width, tile, side + queryGap + n * (side + gap)));
  return { pixels, width, height: side };
}

function place(pixels: Uint8Array, width: number, tile: Uint8Array, left: number): void {
  for (let y = 0; y < side; y++) {
    pixels.set(tile.subarray(y * side * 3, (y + 1) * side * 3), (y * width + left) * 3);
  }
}
