import { extname } from 'node:path';
import { isBenchmarkName, type BenchmarkName } from '../../datasets/benchmarks/names.js';
import { openBenchmark } from '../../datasets/benchmarks/openBenchmark.js';
import { googleLandmarksParts, type GoogleLandmarksPart } from '../../datasets/benchmarks/types.js';
import type { Dataset } from '../../datasets/types.js';
import { folderPhotos, tablePhotos } from '../../extraction/photoLists.js';
import { photoOf } from '../../experiments/photoOf.js';
import type { PhotoRecord } from '../../extraction/photoChunks.js';
import { RetrievalError } from '../../errors.js';
import { openDataset } from '../../datasets/openDataset.js';

/** The pictures to extract, and what to say about them. */
export interface ExtractPictures {
  photos: PhotoRecord[];
  notes: string[];
}

const roles = ['fit', 'queries', 'gallery'] as const;
type Role = (typeof roles)[number];
const groceries = ['grocery', 'grocery-originals'] as const;
type Groceries = (typeof groceries)[number];
const isGroceries = (text: string): text is Groceries => (groceries as readonly string[]).includes(text);
const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text);

/**
 * The pictures that a text names: a folder, a `.csv` table, or `NAME[:SPLIT][:PART]` of a benchmark or of
 * `grocery-originals`, where SPLIT is `official` by default and PART is `fit`, `queries` or `gallery`, or a part that
 * its owner made, such as `index`.
 * @param folder of the benchmark; default as `openBenchmark`
 * @throws RetrievalError when they are not there, or there is no such split or part.
 */
export async function extractPictures(text: string, folder?: string): Promise<ExtractPictures> {
  const [name, ...parts] = text.split(':') as [string, ...string[]];
  if (isBenchmarkName(name) || isGroceries(name)) {
    const dataset = await openNamed(name, parts, folder);
    return { photos: chosen(dataset, parts).map((row) => photoOf(dataset, row, '--pictures')), notes: [] };
  }
  if (extname(text).toLowerCase() === '.csv') return { photos: tablePhotos(text), notes: [] };
  const { photos, passedOver } = folderPhotos(text);
  const count = passedOver.length;
  const note = `Passed over, no JPEG, PNG or WebP by the ending: ${count}, the first ${passedOver[0] ?? ''}`;
  return { photos, notes: count > 0 ? [note] : [] };
}

async function openNamed(
  name: BenchmarkName | Groceries,
  parts: string[],
  folder: string | undefined,
): Promise<Dataset> {
  if (isGroceries(name)) return openDataset(name);
  const own = googleLandmarksParts.find((part) => name === 'google-landmarks-v2' && parts.at(-1) === part);
  return openBenchmark(name, { folder, ...(own && { parts: [own satisfies GoogleLandmarksPart] }) });
}

/** Rows of a split's part, in the split's order, or of the owner's part; all without a part. */
function chosen({ name, records, splits }: Dataset, parts: string[]): number[] {
  const every = records.map((_, row) => row);
  if (parts.length === 0) return every;
  const last = parts.at(-1)!;
  const ownParts = [...new Set(records.flatMap(({ split }) => split ?? []))];
  if (isRole(last) && parts.length <= 2) {
    const split = parts.length === 2 ? splits[parts[0]!] : (splits.official ?? splits.unseen);
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
