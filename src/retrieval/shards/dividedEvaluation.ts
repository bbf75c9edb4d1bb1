import { createHash, type Hash } from 'node:crypto';
import { mostShards, shardBounds, type Shard } from '../../base/shard.js';
import { RetrievalError } from '../../errors.js';
import { galleryBlocks, rowsOf } from '../../vectors/gallery/gallerySource.js';
import type { GalleryReader } from '../protocols/galleryParts.js';
import { joinGalleries } from '../protocols/joinGalleries.js';
import { planProtocol, type ProtocolPlan } from '../protocols/planProtocol.js';
import type { ProtocolInput } from '../protocols/types.js';
import { listedRows, placeOf, type ListedRows } from '../ranking/listedRows.js';
import { listsOf, type RankOptions } from '../ranking/rankPositives.js';
import { usualRowsPerBlock } from '../ranking/scoreBlocks.js';

/** An evaluation whose gallery is searched in shards. */
export interface DividedEvaluation extends ProtocolPlan {
  /** SHA-256 of what is evaluated: parts of others have another. */
  id: string;
  /** `[Q]`; similarities are known once they are looked up. */
  listed: ListedRows[];
  /** The most shards. */
  most: number;
  /** First row of a shard, and the one behind its last. */
  boundsOf: (shard: Shard) => [first: number, end: number];
  part: GalleryReader;
  /** How it is searched. */
  search: RankOptions;
  /** Rows multiplied at once: shards have whole blocks, so that products are those of one process. */
  rowsPerBlock: number;
}

/** Rows of the gallery that stand for all of it in the id; to read every one would take as long as the search. */
const sampledRows = 256;

/**
 * Prepares an evaluation for being divided. Numbers do not depend on how: products are those of the same blocks of rows,
 * and what stands above each right picture is counted, which adds up.
 *
 * @throws RetrievalError as `planProtocol`; for a gallery of which no parts can be read.
 */
export async function divideEvaluation(input: ProtocolInput): Promise<DividedEvaluation> {
  const plan = planProtocol(input);
  const { queries, relevances, searchedRows } = plan;
  const { rowsPerBlock = usualRowsPerBlock } = input;
  const part = input.part ?? partOfMatrix(input);
  return {
    ...plan,
    id: await idOf(plan, part, `${input.protocol}, blocks of ${rowsPerBlock}`),
    listed: Array.from({ length: queries.rows }, (_, q) => listedRows(listsOf(relevances, q))),
    most: mostShards(searchedRows, rowsPerBlock),
    boundsOf: (shard) => shardBounds(searchedRows, shard, rowsPerBlock),
    part,
    search: input,
    rowsPerBlock,
  };
}

/** Places of the listed rows from `first` to `end - 1`, query by query. */
export function listedIn(listed: readonly ListedRows[], first: number, end: number): [number, number][] {
  return listed.map(({ rows }) => [placeOf(rows, first), placeOf(rows, end)]);
}

function partOfMatrix({ gallery }: ProtocolInput): GalleryReader {
  if (typeof gallery !== 'function')
    return (first, end, onRows) => joinGalleries([rowsOf(gallery, first, end - first)], { onRows });
  throw new RetrievalError({
    what: 'Of this gallery no parts can be read',
    where: 'gallery',
    expected: 'a matrix, or `part` beside a gallery that is read in blocks',
    found: 'a gallery that is read from its beginning',
    fix: 'open the files with openEvaluation or openLabelled',
    kind: 'usage',
  });
}

async function idOf(
  { queries, relevances, searchedRows }: ProtocolPlan,
  part: GalleryReader,
  settings: string,
): Promise<string> {
  const hash = createHash('sha256').update(`${settings}; ${queries.rows} x ${queries.columns}\n`);
  addNumbers(hash, queries.data);
  for (const { positives, ignored } of relevances)
    for (const rows of [...positives, ...ignored]) addNumbers(hash.update(`${rows.length}\n`), rows);
  hash.update(`${searchedRows} rows\n`);
  const step = Math.max(1, Math.floor(searchedRows / sampledRows));
  for (let row = 0; row < searchedRows; row += step)
    for await (const block of galleryBlocks(part(row, row + 1), 1)) addNumbers(hash, block.data);
  return hash.digest('hex');
}

function addNumbers(hash: Hash, { buffer, byteOffset, byteLength }: Float32Array | Int32Array): void {
  hash.update(new Uint8Array(buffer, byteOffset, byteLength));
}
