import { setImmediate } from 'node:timers/promises';
import type { RankedLists } from './types.js';

/** The pictures that one list may take, with scores for all that there are. */
export interface Candidates {
  /** Pictures, at least K of them with the list's own; put in order in place. */
  others: Int32Array;
  /** `[N]` scores; those of `others` count. */
  scores: Float64Array;
  /** `[N]` what decides between equal scores, the higher first; then the lower row comes first. */
  ties: Float64Array;
}

/** Pictures between which other work may run. */
const rowsPerBlock = 256;

/** Lists of the best candidates, each picture at the head of its own with score 1. */
export async function listsOf(
  rows: number,
  length: number,
  candidatesOf: (row: number) => Candidates,
): Promise<RankedLists> {
  const indices = new Int32Array(rows * length);
  const best = new Float32Array(rows * length);
  for (let row = 0; row < rows; row++) {
    if (row % rowsPerBlock === 0) await setImmediate();
    const { others, scores, ties } = candidatesOf(row);
    others.sort((a, b) => scores[b]! - scores[a]! || ties[b]! - ties[a]! || a - b);
    let at = row * length;
    indices[at] = row;
    best[at++] = 1;
    for (let i = 0; at < (row + 1) * length; i++) {
      const other = others[i]!;
      if (other === row) continue;
      indices[at] = other;
      best[at++] = scores[other]!;
    }
  }
  return { rows, length, indices, scores: best };
}
