import { writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { randomSource } from '../../base/randomSource.js';
import { onFiles } from '../../base/files/fileSystemError.js';
import { makeFolder } from '../../base/files/makeFolder.js';
import { owningFolder } from '../../base/files/owning.js';
import { RetrievalError } from '../../errors.js';
import { selectRows } from '../../vectors/embeddingMatrix.js';
import { readEmbeddingFile } from '../../vectors/readEmbeddingFile.js';
import { unitLength } from '../../vectors/unitLength.js';
import { writeEmbeddingFile } from '../../vectors/writeEmbeddingFile.js';
import { openPhotoTable, type PhotoTable, type TablePhoto } from '../embedded/photoTable.js';
import { embeddedGroceriesFolder, groceryFiles } from './embeddedGroceries.js';

export interface GroceryFolderOptions {
  /** Labels that are drawn; default 32. */
  labels?: number;
  /** Photos of each of them; default 32. */
  perLabel?: number;
  /** Decides which; default 0. */
  seed?: number;
  /** Where the files of the groceries are; default `data/grocery-photos` of the workspace. */
  from?: string;
}

/** Some of the groceries, as a person has pictures and vectors. */
export interface GroceryFolder {
  /** A folder with a folder of WebP files per label. */
  photos: string;
  /** The gallery model's unit vectors of these photos, whose ids are the photos' paths in their folder. */
  vectors: string;
}

/**
 * Writes some of the groceries that come with the workspace as files: `photos/label/name.webp`, `vectors.parquet` and the
 * photos' `licence.txt`. The vectors come last. Labels and photos are drawn at random, the same ones for the same seed.
 *
 * @throws RetrievalError when there are not so many labels with so many photos, when a file can't be written, and while another
 *   process writes there.
 * @example
 * const { photos, vectors } = await writeGroceryFolder('mine', { labels: 2, perLabel: 3 });
 * console.log((await openDataset(photos)).records.length, (await readEmbeddingFile(vectors)).matrix.rows); // 6 6
 */
export async function writeGroceryFolder(
  folder: string,
  options: GroceryFolderOptions = {},
): Promise<GroceryFolder> {
  const { from = embeddedGroceriesFolder() } = options;
  const table = await openPhotoTable(join(from, groceryFiles.photos));
  const rows = drawnRows(table.photos, options);
  return owningFolder(folder, () =>
    onFiles({ doing: 'Writing groceries', where: folder }, () => write(folder, from, table, rows)),
  );
}

async function write(
  folder: string,
  from: string,
  table: PhotoTable,
  rows: readonly number[],
): Promise<GroceryFolder> {
  const encoded = await table.pictures();
  const written = { photos: join(folder, 'photos'), vectors: join(folder, 'vectors.parquet') };
  const ids = rows.map((row) => fileOf(table.photos[row]!));
  for (const [n, row] of rows.entries()) {
    const file = join(written.photos, ids[n]!);
    await makeFolder(dirname(file));
    await writeFile(file, encoded[row]!);
  }
  const all = await readEmbeddingFile(join(from, groceryFiles.galleryVectors));
  const rowOf = new Map(all.ids!.map((id, row) => [id, row]));
  const own = rows.map((row) => rowOf.get(table.photos[row]!.id)!);
  await writeFile(join(folder, 'licence.txt'), `${table.notes.title}\n\n${table.notes.licenceText}`);
  await writeEmbeddingFile(written.vectors, { matrix: unitLength(selectRows(all.matrix, own)), ids });
  return written;
}

/** `label/name.webp` */
function fileOf({ id, label, origin }: TablePhoto): string {
  return `${label}/${origin}-${basename(id, extname(id))}.webp`;
}

function drawnRows(photos: readonly TablePhoto[], options: GroceryFolderOptions): number[] {
  const { labels = 32, perLabel = 32, seed = 0 } = options;
  const rowsOf = new Map<string, number[]>();
  photos.forEach(({ label, origin }, row) => {
    if (origin !== 'studio') rowsOf.set(label, [...(rowsOf.get(label) ?? []), row]);
  });
  const full = [...rowsOf].filter(([, rows]) => rows.length >= perLabel);
  if (full.length < labels || labels < 1 || perLabel < 1) {
    throw new RetrievalError({
      what: 'The groceries do not hold so many labels with so many photos',
      where: 'writeGroceryFolder',
      expected: `at least one label and one photo, and at most ${full.length} labels with ${perLabel} photos`,
      found: `${labels} labels with ${perLabel} photos`,
      fix: 'ask for fewer',
      kind: 'usage',
    });
  }
  const drawn = draw(full, labels, seed, 'labels');
  return drawn.flatMap(([label, rows]) => draw(rows, perLabel, seed, `photos of ${label}`));
}

/** Some of a list, drawn at random, in the order of the list. */
function draw<Item>(list: readonly Item[], count: number, seed: number, stream: string): Item[] {
  const places = randomSource(seed, stream).permutation(list.length).subarray(0, count);
  return Array.from(places)
    .sort((a, b) => a - b)
    .map((place) => list[place]!);
}
