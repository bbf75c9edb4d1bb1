import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkListed } from '../../base/files/listedFiles.js';
import { sha256OfFile } from '../../base/files/sha256.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import { RetrievalError } from '../../errors.js';
import { decodePicture } from '../../images/decodePicture.js';
import type { PictureProgress } from '../../images/pixelCache.js';
import { sharpVersion } from '../../images/sharp.js';
import { createDataset } from '../createDataset.js';
import { openPhotoTable, type TablePhoto } from '../embedded/photoTable.js';
import { suppliedVectors } from '../embedded/suppliedVectors.js';
import { decodingVersion } from '../photoDataset.js';
import { pixelReader } from '../pixelReader.js';
import type { Dataset, ImageRecord } from '../types.js';
import { grocerySplits } from './grocerySplits.js';
import { groceryDescription } from './groceryDescription.js';

/** The files of the groceries that come with the workspace. */
export const groceryFiles = {
  photos: 'photos.parquet',
  galleryVectors: 'gallery-vectors.parquet',
  queryFeatures: 'query-features.parquet',
} as const;

export interface EmbeddedGroceriesOptions {
  /** Where the files are; default `data/grocery-photos` of the workspace. */
  folder?: string;
  /** Which files of vectors to open; default all. */
  vectors?: readonly ('galleryVectors' | 'queryFeatures')[];
  onProgress?: PictureProgress;
  /** Folder of the resized pictures; default `data/cache/grocery` of the workspace. */
  cacheFolder?: string;
}

/** Where the files are unless said otherwise. */
export function embeddedGroceriesFolder(): string {
  return workspacePath('data', 'grocery-photos');
}

/**
 * The Grocery Store photos as they come with the workspace, 5,421 photos and 81 studio pictures made small, with the
 * vectors of the study's gallery model and features for its query models. Labels and splits are those of the originals.
 *
 * @throws RetrievalError when a file is missing, or is not what the folder's `SHA256SUMS` says.
 */
export async function embeddedGroceries(options: EmbeddedGroceriesOptions = {}): Promise<Dataset> {
  const { folder = embeddedGroceriesFolder(), onProgress, cacheFolder } = options;
  const { vectors = ['galleryVectors', 'queryFeatures'] } = options;
  const names = ['photos', ...vectors] as const;
  const files = names.map((name) => join(folder, groceryFiles[name]));
  files.forEach(checkPresence);
  const contents = await Promise.all(files.map(sha256OfFile));
  names.forEach((name, n) => checkListed(folder, groceryFiles[name], contents[n]!));
  const { photos, pictures } = await openPhotoTable(files[0]!);
  const records = photos.map(toRecord);
  const labelNames: string[] = [];
  for (const { label, labelNumber } of photos) labelNames[labelNumber] = label;
  return createDataset({
    ...groceryDescription,
    name: 'grocery',
    records,
    labelNames,
    splits: grocerySplits(records, labelNames),
    contentVersions: [...contents, `decoding ${decodingVersion}`],
    attributions: groceryDescription.attributions(),
    pixels: pixelReader({
      count: records.length,
      folder: cacheFolder,
      name: 'grocery',
      description: { content: contents[0], decoding: decodingVersion, decoder: sharpVersion() },
      framings: ['whole'],
      render: async (row, { size }) =>
        decodePicture((await pictures())[row]!, { size, name: records[row]!.id, everyPixel: true }),
      onProgress,
    }),
    suppliedVectors: await suppliedVectors(files.slice(1), records),
  });
}

function toRecord({ id, label, origin }: TablePhoto): ImageRecord {
  return { id, label, origin, split: origin };
}

function checkPresence(file: string): void {
  if (existsSync(file)) return;
  throw new RetrievalError({
    what: 'A file of the groceries that come with the workspace is missing',
    where: file,
    fix: 'restore it with git, or make it with `npx asym data pack grocery --from FOLDER`',
    kind: 'data',
  });
}
