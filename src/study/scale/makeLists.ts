import { rm } from 'node:fs/promises';
import { temporaryFolder } from '../../base/files/temporaryFolder.js';
import { buildIndex } from '../../galleryIndex/buildIndex.js';
import { listQuality, type ResultList } from '../../galleryIndex/listQuality.js';
import { neighbourLists } from '../../galleryIndex/neighbourLists.js';
import { openIndex } from '../../galleryIndex/openIndex.js';
import { cosineLists } from '../../rankers/cosineLists.js';
import type { RankedLists } from '../../rankers/types.js';
import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { listLength, type ListPlan } from './listPlans.js';

/** Lists of neighbours, and what they took. */
export interface MadeLists {
  lists: RankedLists;
  /** Of building the index, and of searching it with every vector. */
  seconds: { index: number; lists: number };
}

/** Lists that are held against exact ones. */
export interface ListsQuality {
  /** Share of the exact lists that is found, the pictures themselves aside. */
  recall: number;
  /** Share of their pairs that are in order. */
  order: number;
}

/** Finds the neighbours of every vector in one way. @param vectors unit rows */
export async function makeLists(
  vectors: EmbeddingMatrix,
  { index: wanted }: ListPlan,
  signal?: AbortSignal,
): Promise<MadeLists> {
  if (!wanted) {
    const { value: lists, seconds } = await timed(() => cosineLists(vectors, listLength));
    return { lists, seconds: { index: 0, lists: seconds } };
  }
  const folder = temporaryFolder('asymmetric-lists');
  const { engine, settings } = wanted;
  const options = { length: listLength, settings, ...(signal && { signal }) };
  try {
    const { rows, columns } = vectors;
    const built = await timed(() =>
      buildIndex(folder, { source: vectors, rows, columns }, { engine, ...(signal && { signal }) }),
    );
    const index = await openIndex(folder, signal);
    try {
      const made = await timed(() => neighbourLists(index, options));
      return { lists: made.value.lists, seconds: { index: built.seconds, lists: made.seconds } };
    } finally {
      await index.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Holds lists against exact ones of the same vectors. */
export function qualityOfLists(lists: RankedLists, exact: RankedLists): ListsQuality {
  const k = exact.length - 1;
  const { recall, orderConsistency } = listQuality(
    behindThemselves(lists),
    behindThemselves(exact),
    undefined,
    k,
  );
  return { recall, order: orderConsistency };
}

/** Without the pictures themselves, which head every list. */
function behindThemselves({ rows, length, indices, scores }: RankedLists): ResultList[] {
  return Array.from({ length: rows }, (_, row) => {
    const [first, end] = [row * length + 1, (row + 1) * length];
    return { rows: [...indices.subarray(first, end)], scores: [...scores!.subarray(first, end)] };
  });
}

async function timed<Value>(work: () => Promise<Value>): Promise<{ value: Value; seconds: number }> {
  const start = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - start) / 1000 };
}
