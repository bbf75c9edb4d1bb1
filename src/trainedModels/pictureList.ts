import { statSync } from 'node:fs';
import { forEachConcurrently } from '../base/forEachConcurrently.js';
import type { Dataset, PixelRequest } from '../datasets/types.js';
import { RetrievalError } from '../errors.js';
import type { PhotoRecord } from '../extraction/photoChunks.js';
import { folderPhotos } from '../extraction/photoLists.js';
import {
  allBroken,
  brokenPictures,
  brokenPicturesError,
  type BrokenPicture,
  type PictureFile,
} from '../images/brokenPictures.js';
import { decodePicture } from '../images/decodePicture.js';
import { pictureSource } from '../images/pictureInput.js';
import { squashPixels, type Pixels } from '../images/squashPixels.js';

/** Records of a data set. */
export interface DatasetPictures {
  dataset: Dataset;
  /** Which ones, in this order; default: all. */
  rows?: ArrayLike<number>;
}

/** A decoded picture and how it is called; default `picture 1` for the first, and so on. */
export type NamedPixels = Pixels & { id?: string };

/** The path of a file or of a folder of pictures, a file with an id, or decoded pixels. */
export type Picture = string | PhotoRecord | NamedPixels;

/** Pictures as a caller names them. */
export type Pictures = Picture | readonly Picture[] | DatasetPictures | PictureList;

/** Pictures that are read when they are needed. */
export interface PictureList {
  /** `[N]` */
  ids: readonly string[];
  /** `[N]`, where they are known. */
  labels?: readonly string[];
  /** Those of the pictures that are files. */
  files?: readonly PictureFile[];
  /** RGB bytes `[rows.length, size, size, 3]` of some of them. */
  pixels(rows: ArrayLike<number>, request: PixelRequest): Promise<Uint8Array>;
}

/**
 * Finds out which pictures are meant. The ids are the paths of files as given, paths inside their folder for pictures of
 * folders, and those of the data set for its records.
 *
 * @param where how errors call the argument
 * @throws RetrievalError (data) that names every path that is not there.
 */
export function pictureList(pictures: Pictures, where = 'pictures'): PictureList {
  if (typeof pictures === 'object' && 'ids' in pictures) return pictures;
  if (typeof pictures === 'object' && 'dataset' in pictures) return recordList(pictures);
  const given = isList(pictures) ? pictures : [pictures];
  const paths = given.filter((picture) => typeof picture === 'string');
  const missing = paths.filter((path) => !statSync(path, { throwIfNoEntry: false }));
  if (missing.length > 0) throw notThere(missing, where);
  const single = given.flatMap((picture): (PhotoRecord | NamedPixels)[] => {
    if (typeof picture !== 'string') return [picture];
    return statSync(picture).isDirectory() ? folderPhotos(picture).photos : [{ id: picture, path: picture }];
  });
  if (single.length === 0) throw notThere(paths, where);
  return singleList(single, where);
}

/** The list without files that cannot be decoded, and these. */
export async function withoutBroken(
  list: PictureList,
  signal?: AbortSignal,
): Promise<{ list: PictureList; leftOut: BrokenPicture[] }> {
  const leftOut = await brokenPictures(list.files ?? [], { signal });
  if (leftOut.length === 0) return { list, leftOut };
  const broken = new Set(leftOut.map(({ id }) => id));
  const kept = list.ids.flatMap((id, row) => (broken.has(id) ? [] : [row]));
  if (kept.length === 0) throw brokenPicturesError(leftOut, list.ids.length, 'all of the pictures');
  const of = <T>(values: readonly T[]): T[] => kept.map((row) => values[row]!);
  const whole: PictureList = {
    ids: of(list.ids),
    ...(list.labels && { labels: of(list.labels) }),
    files: list.files?.filter(({ id }) => !broken.has(id)),
    pixels: (rows, request) =>
      list.pixels(
        Array.from(rows, (row) => kept[row]!),
        request,
      ),
  };
  return { list: whole, leftOut };
}

function isList(pictures: Picture | readonly Picture[]): pictures is readonly Picture[] {
  return Array.isArray(pictures);
}

function recordList({ dataset, rows = dataset.labels.map((_, row) => row) }: DatasetPictures): PictureList {
  const records = Array.from(rows, (row) => dataset.records[row] ?? noRecord(dataset, row));
  return {
    ids: records.map(({ id }) => id),
    labels: records.map(({ label }) => label),
    files: records.filter((record): record is typeof record & PictureFile => record.path !== undefined),
    pixels: (wanted, request) =>
      dataset.pixels(
        Array.from(wanted, (n) => rows[n]!),
        request,
      ),
  };
}

const isFile = (picture: PhotoRecord | NamedPixels): picture is PhotoRecord => 'path' in picture;

function singleList(pictures: readonly (PhotoRecord | NamedPixels)[], where: string): PictureList {
  const ids = pictures.map(({ id }, n) => id ?? `picture ${n + 1}`);
  const files = pictures.filter(isFile);
  return {
    ids,
    files,
    async pixels(rows, { size }) {
      const pixels = new Uint8Array(rows.length * size * size * 3);
      await forEachConcurrently(rows.length, async (n) => {
        const [picture, id] = [pictures[rows[n]!]!, ids[rows[n]!]!];
        const square = isFile(picture)
          ? await decodePicture(await pictureSource(picture), { size, box: picture.box, name: picture.path })
          : await squashPixels(picture, size, id);
        pixels.set(square, n * size * size * 3);
      }).catch(async (error: unknown) => {
        throw await allBroken(error, files, where);
      });
      return pixels;
    },
  };
}

function noRecord({ name, records }: Dataset, row: number): never {
  throw new RetrievalError({
    what: 'The data set has no such record',
    where: name,
    expected: `a row from 0 to ${records.length - 1}`,
    found: String(row),
    kind: 'usage',
  });
}

function notThere(paths: readonly string[], where: string): RetrievalError {
  return new RetrievalError({
    what: 'There are no such pictures',
    where,
    expected: 'JPEG, PNG or WebP files, or folders of them',
    found: paths.join(', '),
    fix: 'correct the paths',
    kind: 'data',
  });
}
