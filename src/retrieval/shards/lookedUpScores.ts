import { owningFile } from '../../base/files/owning.js';
import { setFileAside } from '../../base/files/setAside.js';
import type { Shard } from '../../base/shard.js';
import { noteScores, placeOf } from '../ranking/listedRows.js';
import { listedIn, type DividedEvaluation } from './dividedEvaluation.js';
import { partPath, readPart, writePart } from './partFile.js';

/** How scores are looked up. */
export interface LookUpOptions {
  folder: string;
  /** Told the rows of the shard that are done. */
  onRows?: (rows: number) => void;
  signal?: AbortSignal;
}

/**
 * Notes the similarities of the listed rows of a shard: of a file that somebody has left, else computed and left for
 * others. Whoever comes while another computes them waits.
 */
export async function lookUpScores(
  evaluation: DividedEvaluation,
  shard: Shard,
  options: LookUpOptions,
): Promise<void> {
  const { folder, signal } = options;
  const [first, end] = evaluation.boundsOf(shard);
  const count = listedIn(evaluation.listed, first, end).reduce((sum, [from, to]) => sum + to - from, 0);
  if (count === 0) return;
  const file = partPath(folder, shard, 'similarities');
  if (await takeScores(evaluation, shard, file)) return;
  const alone = async (): Promise<void> => {
    // Somebody else may have written it meanwhile.
    if (await takeScores(evaluation, shard, file)) return;
    setFileAside(file, 'was changed, cut off or made from something else', 'it is made again');
    await computeScores(evaluation, shard, options);
    const facts = { of: evaluation.id, ...placeFacts(shard) };
    await writePart(file, { facts, numbers: new Map([['similarities', scoresOf(evaluation, shard)]]) });
  };
  await owningFile(file, alone, { wait: true, ...(signal && { signal }) });
}

/** What a file says of its place among the others. */
export const placeFacts = ({ index, count }: Shard): { shard: string } => ({ shard: `${index}/${count}` });

/** The noted similarities of a shard, query after query. */
export function scoresOf({ listed, boundsOf }: DividedEvaluation, shard: Shard): Float32Array {
  const places = listedIn(listed, ...boundsOf(shard));
  const scores = new Float32Array(places.reduce((sum, [from, to]) => sum + to - from, 0));
  let filled = 0;
  places.forEach(([from, to], query) => {
    scores.set(listed[query]!.scores.subarray(from, to), filled);
    filled += to - from;
  });
  return scores;
}

/** Notes them. @returns whether they are as many as the shard has listed rows. */
export function setScores(
  { listed, boundsOf }: DividedEvaluation,
  shard: Shard,
  scores: Float32Array | Int32Array | undefined,
): boolean {
  const places = listedIn(listed, ...boundsOf(shard));
  const count = places.reduce((sum, [from, to]) => sum + to - from, 0);
  if (!(scores instanceof Float32Array) || scores.length !== count) return false;
  let taken = 0;
  places.forEach(([from, to], query) => {
    listed[query]!.scores.set(scores.subarray(taken, (taken += to - from)), from);
  });
  return true;
}

async function takeScores(evaluation: DividedEvaluation, shard: Shard, file: string): Promise<boolean> {
  const found = await readPart(file);
  if (!found || found === 'damaged') return false;
  const { of, shard: place } = found.facts;
  if (of !== evaluation.id || place !== placeFacts(shard).shard) return false;
  return setScores(evaluation, shard, found.numbers.get('similarities'));
}

/** Reads those blocks of the shard alone that have a listed row. */
async function computeScores(
  evaluation: DividedEvaluation,
  shard: Shard,
  { onRows }: LookUpOptions,
): Promise<void> {
  const { queries, listed, boundsOf, part, search } = evaluation;
  const [start] = boundsOf(shard);
  for (const [first, end] of runsOfBlocks(evaluation, shard)) {
    const told = ({ rows }: { rows: number }): void => onRows?.(first - start + rows);
    await noteScores(queries, { source: part(first, end, told), first }, listed, search);
  }
}

/** The shard's blocks with a listed row, those in a row together. */
function runsOfBlocks(
  { listed, boundsOf, rowsPerBlock }: DividedEvaluation,
  shard: Shard,
): [first: number, end: number][] {
  const [start, end] = boundsOf(shard);
  const hasListed = new Uint8Array(Math.ceil((end - start) / rowsPerBlock));
  for (const { rows } of listed)
    for (let at = placeOf(rows, start); rows[at]! < end; at++)
      hasListed[Math.floor((rows[at]! - start) / rowsPerBlock)] = 1;
  const runs: [number, number][] = [];
  hasListed.forEach((has, block) => {
    if (!has) return;
    const first = start + block * rowsPerBlock;
    const behind = Math.min(end, first + rowsPerBlock);
    if (runs.at(-1)?.[1] === first) runs.at(-1)![1] = behind;
    else runs.push([first, behind]);
  });
  return runs;
}
