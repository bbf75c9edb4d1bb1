import type { Shard } from '../../base/shard.js';
import { RetrievalError } from '../../errors.js';
import type { GalleryLengths } from '../protocols/joinGalleries.js';
import type { ProtocolInput, ProtocolReport } from '../protocols/types.js';
import { rowCounter } from '../ranking/positivePositions.js';
import { listPositions, listsOf } from '../ranking/rankPositives.js';
import { divideEvaluation, type DividedEvaluation } from './dividedEvaluation.js';
import { scoresHash } from './evaluateShard.js';
import { placeFacts, setScores } from './lookedUpScores.js';
import { partPath, readPart, type PartFile } from './partFile.js';

/** Where the parts are. */
export interface MergeOptions {
  folder: string;
  /** The command that makes a part, for errors. */
  remake?: (shard: Shard) => string;
}

/** What the parts come to. */
export interface MergedEvaluation {
  report: ProtocolReport;
  /** Of the gallery's vectors as they lie in the files. */
  lengths: GalleryLengths;
}

/** What keeps a part from being joined. */
interface PartProblem {
  shard: Shard;
  where: string;
  found: string;
}

/**
 * Joins the parts of an evaluation to the numbers of `evaluateProtocol`, the same to the last bit.
 *
 * @param count of the shards
 * @throws RetrievalError (data) that names every part that is missing, damaged, of another evaluation or another place, or
 *   was counted against other similarities, with the command that makes it again.
 * @example
 * import { readGroundTruth } from 'asymmetric-retrieval/datasets';
 *
 * const input = {
 *   protocol: 'in-shop',
 *   groundTruth: await readGroundTruth('in-shop', 'list_eval_partition.txt'),
 *   queries: embeddingMatrix(Float32Array.of(1, 0), 1, 2),
 *   gallery: embeddingMatrix(Float32Array.of(0, 1, 0.8, 0.6), 2, 2),
 * } as const;
 * await evaluateShard(input, { index: 1, count: 1 }, { folder: 'evaluation' });
 * const { lengths } = await mergeEvaluation(input, 1, { folder: 'evaluation' });
 * console.log(lengths.rows); // 2
 */
export async function mergeEvaluation(
  input: ProtocolInput,
  count: number,
  options: MergeOptions,
): Promise<MergedEvaluation> {
  return mergeParts(await divideEvaluation(input), count, options);
}

/** The same for an evaluation that is prepared. */
export async function mergeParts(
  evaluation: DividedEvaluation,
  count: number,
  { folder, remake = remakeByCode }: MergeOptions,
): Promise<MergedEvaluation> {
  const shards = Array.from({ length: count }, (_, n): Shard => ({ index: n + 1, count }));
  const parts: PartFile[] = [];
  const problems: PartProblem[] = [];
  for (const shard of shards) {
    const where = partPath(folder, shard);
    const part = await readPart(where);
    const found = problemOf(part, evaluation, shard);
    if (found === undefined) parts.push(part as PartFile);
    else problems.push({ shard, where, found });
  }
  throwProblems(problems, count, remake);
  const against = scoresHash(evaluation.listed);
  const other = shards.filter((_, n) => parts[n]!.facts.against !== against);
  throwProblems(
    other.map((shard) => ({
      shard,
      where: partPath(folder, shard),
      found:
        'one that was counted against similarities of another machine; remove it, and keep all .similarities in one folder',
    })),
    count,
    remake,
  );
  return { report: reportOf(evaluation, parts), lengths: lengthsOf(evaluation, parts) };
}

/** Notes the similarities of a part on the way. */
function problemOf(
  part: PartFile | 'damaged' | undefined,
  evaluation: DividedEvaluation,
  shard: Shard,
): string | undefined {
  if (!part) return 'none';
  if (part === 'damaged') return 'one that is not what was written';
  const { of, shard: place } = part.facts;
  if (of !== evaluation.id) return 'one of other vectors, another ground truth or other settings; remove it';
  if (place !== placeFacts(shard).shard) return `shard ${place}, which would count twice`;
  const isWhole =
    setScores(evaluation, shard, part.numbers.get('similarities')) &&
    part.numbers.get('between')?.length === betweenLength(evaluation);
  return isWhole ? undefined : 'one with another number of counts; remove it';
}

const betweenLength = ({ listed }: DividedEvaluation): number =>
  listed.reduce((sum, { rows }) => sum + rows.length + 1, 0);

function reportOf(evaluation: DividedEvaluation, parts: readonly PartFile[]): ProtocolReport {
  const { listed, relevances, report } = evaluation;
  let first = 0;
  const perQuery = listed.map(({ rows, scores }, q) => {
    const counter = rowCounter(rows, scores);
    for (const { numbers } of parts) {
      const own = numbers.get('between')!.subarray(first, first + counter.between.length);
      own.forEach((count, place) => (counter.between[place]! += count));
    }
    first += counter.between.length;
    return listPositions(counter, listsOf(relevances, q));
  });
  return report(relevances.map((_, r) => perQuery.map((lists) => lists[r]!)));
}

function lengthsOf({ searchedRows }: DividedEvaluation, parts: readonly PartFile[]): GalleryLengths {
  const of = (name: 'shortest' | 'longest'): number[] => parts.map(({ facts }) => Number(facts[name]));
  return { rows: searchedRows, shortest: Math.min(...of('shortest')), longest: Math.max(...of('longest')) };
}

const remakeByCode = ({ index, count }: Shard): string =>
  `evaluateShard(input, { index: ${index}, count: ${count} }, { folder })`;

function throwProblems(
  problems: readonly PartProblem[],
  count: number,
  remake: (shard: Shard) => string,
): void {
  if (problems.length === 0) return;
  const lines = problems.map(
    ({ shard, where, found }) => `\n    ${where}: ${found}\n      run ${remake(shard)}`,
  );
  throw new RetrievalError({
    what: `${problems.length} of ${count} parts of the evaluation can't be joined`,
    where: problems[0]!.where,
    expected: 'whole parts of this evaluation instead of these:',
    found: lines.join(''),
    fix: 'do what stands below each',
    kind: 'data',
  });
}
