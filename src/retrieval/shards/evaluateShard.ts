import { owningFile } from '../../base/files/owning.js';
import { setFileAside } from '../../base/files/setAside.js';
import { sha256OfBytes } from '../../base/files/sha256.js';
import type { Shard } from '../../base/shard.js';
import { RetrievalError } from '../../errors.js';
import type { GalleryLengths } from '../protocols/joinGalleries.js';
import type { ProtocolInput } from '../protocols/types.js';
import { countRows, type ListedRows } from '../ranking/listedRows.js';
import { rowCounter, type RowCounter } from '../ranking/positivePositions.js';
import { divideEvaluation, type DividedEvaluation } from './dividedEvaluation.js';
import { lookUpScores, placeFacts, scoresOf } from './lookedUpScores.js';
import { partPath, readPart, writePart } from './partFile.js';

/** Where a shard's part goes. */
export interface ShardOptions {
  /** Folder of all parts of the evaluation. */
  folder: string;
  /** Told the rows that are read, of `2 (end - first)`. */
  onRows?: (rows: number) => void;
  signal?: AbortSignal;
}

/** A part of an evaluation that is there. */
export interface EvaluatedShard {
  file: string;
  /** Rows `first` to `end - 1` of the gallery. */
  first: number;
  end: number;
  /** Whether it was there before. */
  reused: boolean;
}

/**
 * Searches one of several shards of a gallery for all queries: a part of what `evaluateProtocol` does, which
 * `mergeEvaluation` joins with the others to the same numbers. A part that is there and whole is not computed again.
 *
 * The similarity of every right picture has to be known before anything can be counted. Each shard leaves those of its own
 * rows beside the parts, and computes those of others that are not there yet.
 *
 * @throws RetrievalError as `evaluateProtocol`; (usage) for more shards than blocks of rows, while another process does the
 *   same shard, and where the place is taken by a part of another evaluation.
 * @example
 * import { readGroundTruth } from 'asymmetric-retrieval/datasets';
 *
 * const input = {
 *   protocol: 'in-shop',
 *   groundTruth: await readGroundTruth('in-shop', 'list_eval_partition.txt'),
 *   queries: embeddingMatrix(Float32Array.of(1, 0), 1, 2),
 *   gallery: embeddingMatrix(Float32Array.of(0.8, 0.6, 0, 1), 2, 2),
 *   rowsPerBlock: 1,
 * } as const;
 * for (const index of [1, 2]) await evaluateShard(input, { index, count: 2 }, { folder: 'parts' });
 * const { report } = await mergeEvaluation(input, 2, { folder: 'parts' });
 * console.log(report.setups[0]!.measures[0]!.estimate.mean); // 1
 */
export async function evaluateShard(
  input: ProtocolInput,
  shard: Shard,
  options: ShardOptions,
): Promise<EvaluatedShard> {
  return searchShard(await divideEvaluation(input), shard, options);
}

/** The same for an evaluation that is prepared. */
export async function searchShard(
  evaluation: DividedEvaluation,
  shard: Shard,
  options: ShardOptions,
): Promise<EvaluatedShard> {
  checkShard(shard, evaluation);
  const file = partPath(options.folder, shard);
  const [first, end] = evaluation.boundsOf(shard);
  return owningFile(file, async () => {
    const found = await readPart(file);
    if (found && found !== 'damaged') {
      if (found.facts.of !== evaluation.id) throw taken(file);
      if (found.facts.shard === placeFacts(shard).shard) return { file, first, end, reused: true };
    }
    if (found) setFileAside(file, 'was changed, cut off or renamed', 'the shard is searched again');
    await writeCounts(evaluation, shard, file, options);
    return { file, first, end, reused: false };
  });
}

async function writeCounts(
  evaluation: DividedEvaluation,
  shard: Shard,
  file: string,
  { folder, onRows, signal }: ShardOptions,
): Promise<void> {
  const { queries, listed, boundsOf, part, search } = evaluation;
  const [first, end] = boundsOf(shard);
  const common = { folder, ...(signal && { signal }) };
  await lookUpScores(evaluation, shard, { ...common, onRows });
  // Its own before those of others, who may be at theirs.
  for (let next = 1; next < shard.count; next++) {
    const index = ((shard.index - 1 + next) % shard.count) + 1;
    await lookUpScores(evaluation, { index, count: shard.count }, common);
  }
  const lengths: Partial<GalleryLengths> = {};
  const source = part(first, end, (seen) => {
    Object.assign(lengths, seen);
    onRows?.(end - first + seen.rows);
  });
  const counters = listed.map(({ rows, scores }) => rowCounter(rows, scores));
  await countRows(queries, { source, first }, listed, counters, search);
  await writePart(file, {
    facts: {
      of: evaluation.id,
      ...placeFacts(shard),
      against: scoresHash(listed),
      shortest: String(lengths.shortest),
      longest: String(lengths.longest),
    },
    numbers: new Map<string, Float32Array | Int32Array>([
      ['similarities', scoresOf(evaluation, shard)],
      ['between', joinedCounts(counters)],
    ]),
  });
}

/** The counts of all queries after each other. */
function joinedCounts(counters: readonly RowCounter[]): Int32Array {
  const counts = new Int32Array(counters.reduce((sum, { between }) => sum + between.length, 0));
  let filled = 0;
  for (const { between } of counters) {
    counts.set(between, filled);
    filled += between.length;
  }
  return counts;
}

/** Of all similarities that are counted against. */
export function scoresHash(listed: readonly ListedRows[]): string {
  return sha256OfBytes(
    Buffer.concat(listed.map(({ scores: s }) => Buffer.from(s.buffer, s.byteOffset, s.byteLength))),
  );
}

function checkShard({ count }: Shard, { most, rowsPerBlock, searchedRows }: DividedEvaluation): void {
  if (count <= most) return;
  throw new RetrievalError({
    what: 'There are more shards than blocks of rows that are searched together',
    where: 'shard',
    expected: `at most ${most}: ${searchedRows} rows in blocks of ${rowsPerBlock}`,
    found: String(count),
    fix: 'take fewer shards',
    kind: 'usage',
  });
}

function taken(where: string): RetrievalError {
  return new RetrievalError({
    what: 'The place of the part is taken by a part of another evaluation',
    where,
    expected: 'no file, or a part of this evaluation',
    found: 'one of other vectors, another ground truth or other settings',
    fix: 'name another folder, or remove the file',
    kind: 'usage',
  });
}
