import { extname } from 'node:path';
import { isBenchmarkName } from '../../datasets/benchmarks/names.js';
import { openBenchmark } from '../../datasets/benchmarks/openBenchmark.js';
import { partsOpenedAlone } from '../../datasets/benchmarks/types.js';
import { describeDataset, isNamedDataset } from '../../datasets/describeDataset.js';
import type { Dataset } from '../../datasets/types.js';
import { folderPhotos, tablePhotos } from '../../extraction/photoLists.js';
import { addressedPhotos, isAddressed } from '../../datasets/sources/addressedPhotos.js';
import { photoOf } from '../../experiments/photoOf.js';
import type { PhotoRecord } from '../../extraction/photoChunks.js';
import { RetrievalError } from '../../errors.js';
import { openDataset } from '../../datasets/openDataset.js';
import { passedOverNotes } from '../../datasets/own/pictureNames.js';

/** The pictures to extract, and what to say about them. */
export interface ExtractPictures {
  photos: PhotoRecord[];
  notes: string[];
}

const roles = ['fit', 'queries', 'gallery'] as const;
type Role = (typeof roles)[number];
const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text);

/**
 * The pictures that a text names: a folder, a `.csv` table, a `.tar` or `.parquet`, an `s3://` prefix, or `NAME[:SPLIT][:PART]` of a benchmark or of another data set
 * of photos that has a name. SPLIT may be left out for the data set's default one; PART is `fit`, `queries` or `gallery`, or
 * a part that its owner made, such as `index`.
 * @param folder of the benchmark; default as `openBenchmark`
 * @throws RetrievalError when they are not there or are not files, or there is no such split or part.
 */
export async function extractPictures(text: string, folder?: string): Promise<ExtractPictures> {
  const [name, ...parts] = text.split(':') as [string, ...string[]];
  const dataset = await openNamed(name, parts.at(-1), folder);
  if (dataset) {
    return { photos: chosen(dataset, parts).map((row) => photoOf(dataset, row, '--pictures')), notes: [] };
  }
  if (extname(text).toLowerCase() === '.csv') return { photos: tablePhotos(text), notes: [] };
  const { photos, passedOver } = isAddressed(text) ? await addressedPhotos(text) : folderPhotos(text);
  return { photos, notes: passedOverNotes(passedOver) };
}

/** A benchmark, or the part of it that is asked for, or another data set of photos with a name. */
async function openNamed(
  name: string,
  wanted: string | undefined,
  folder: string | undefined,
): Promise<Dataset | undefined> {
  if (isBenchmarkName(name)) {
    const own = partsOpenedAlone[name]?.find((part) => part === wanted);
    return openBenchmark(name, { folder, ...(own && { parts: [own] }) });
  }
  const hasPhotos = isNamedDataset(name) && describeDataset(name).pictureKind === 'photo';
  return hasPhotos ? openDataset(name) : undefined;
}

/** Rows of a split's part, in the split's order, or of the owner's part; all without a part. */
function chosen({ name, records, splits, defaultSplit }: Dataset, parts: string[]): number[] {
  const every = records.map((_, row) => row);
  if (parts.length === 0) return every;
  const last = parts.at(-1)!;
  const ownParts = [...new Set(records.flatMap(({ split }) => split ?? []))];
  if (isRole(last) && parts.length <= 2) {
    const split = splits[parts.length === 2 ? parts[0]! : defaultSplit];
    if (split) return Array.from(split[last]);
  } else if (parts.length === 1 && ownParts.includes(last)) {
    return every.filter((row) => records[row]!.split === last);
  }
  throw new RetrievalError({
    what: `${name} has no such part`,
    where: '--pictures',
    expected: [
      `${name}:[SPLIT:]${roles.join('|')} with SPLIT one of ${Object.keys(splits).join(', ') || '(none)'}`,
      ...ownParts.map((part) => `${name}:${part}`),
    ].join(', '),
    found: [name, ...parts].join(':'),
    fix: 'correct the part, or leave it out for all pictures',
    kind: 'usage',
  });
}
