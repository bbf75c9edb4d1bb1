import type { Dataset } from '../../datasets/types.js';
import { sharp } from '../../images/sharp.js';
import { openPicture } from '../../images/decodePicture.js';
import { pictureBytes } from '../../images/pictureFormat.js';
import { pictureSource } from '../../images/pictureInput.js';
import type { SearchedGallery } from '../../trainedModels/searchedGallery.js';
import type { ShownGallery } from './exhibit.js';

/** Small encoded pictures by their ids. */
export type EncodedPictures = ReadonlyMap<string, Uint8Array>;

/** Longest side of a picture that is shown, in pixels: enough for a query model, and quickly there. */
const longestSide = 320;
/** Side of pictures that are drawn and not files. */
const drawnSide = 160;

/** Labels and pictures of the gallery's rows, found by their ids. */
export function galleryPictures(
  gallery: SearchedGallery,
  dataset: Dataset | undefined,
  encoded?: EncodedPictures,
): Pick<ShownGallery, 'label' | 'picture'> {
  const numbers = new Map(dataset?.records.map((record, number) => [record.id, number]));
  const numberOf = (row: number): number | undefined => numbers.get(gallery.id(row));
  return {
    label: (row) => dataset?.records[numberOf(row) ?? -1]?.label ?? '',
    async picture(row) {
      const kept = encoded?.get(gallery.id(row));
      const number = numberOf(row);
      if (kept || number === undefined || !dataset) return kept;
      const { path, box, read } = dataset.records[number]!;
      return path !== undefined && !box
        ? shrunk(await pictureBytes(await pictureSource({ path, read })))
        : square(await dataset.pixels([number], { size: drawnSide, keep: false }));
    },
  };
}

function shrunk(picture: Uint8Array): Promise<Uint8Array> {
  return openPicture(picture)
    .autoOrient()
    .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .webp({ quality: 88 })
    .toBuffer();
}

function square(pixels: Uint8Array): Promise<Uint8Array> {
  return sharp(pixels, { raw: { width: drawnSide, height: drawnSide, channels: 3 } })
    .webp({ quality: 90 })
    .toBuffer();
}
