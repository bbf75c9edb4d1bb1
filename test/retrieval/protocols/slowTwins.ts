/*
 * The protocols once more, written down from their descriptions and as slowly as they read: full rankings by sorting, then
 * one walk down each list. Nothing here uses the library.
 */

/** Gallery rows, best first, the lower row first among equals. */
export function slowRanking(scores: number[]): number[] {
  return scores.map((_, row) => row).sort((a, b) => scores[b] - scores[a] || a - b);
}

export interface SlowScores {
  [measure: string]: number;
}

/** Area under the precision-recall curve, step by step: each positive is a strip of width 1/n with two corners. */
function area(hits: boolean[], positives: number): number {
  let [found, sum] = [0, 0];
  hits.forEach((hit, place) => {
    if (!hit) return;
    const before = place === 0 ? 1 : found / place;
    found++;
    const after = found / (place + 1);
    sum += ((before + after) / 2) * (1 / positives);
  });
  return sum;
}

/** One query of the revisited sets; undefined where it has no positive. */
export function slowRevisited(scores: number[], positives: number[], junk: number[]): SlowScores | undefined {
  if (positives.length === 0) return undefined;
  const list = slowRanking(scores).filter((row) => !junk.includes(row));
  const hits = list.map((row) => positives.includes(row));
  const lastHit = hits.lastIndexOf(true) + 1;
  const precision = (k: number) => {
    const depth = Math.min(lastHit, k);
    return hits.slice(0, depth).filter(Boolean).length / depth;
  };
  return {
    mAP: area(hits, positives.length),
    'mP@1': precision(1),
    'mP@5': precision(5),
    'mP@10': precision(10),
  };
}

/** One query of Google Landmarks v2, from the list of the 100 best as the challenge had it submitted. */
export function slowLandmarks(scores: number[], positives: number[]): SlowScores | undefined {
  if (positives.length === 0) return undefined;
  const submitted = slowRanking(scores).slice(0, 100);
  let [correct, sum] = [0, 0];
  submitted.forEach((row, i) => {
    if (positives.includes(row)) sum += ++correct / (i + 1);
  });
  return { 'mAP@100': sum / Math.min(positives.length, 100) };
}

/** One query of the sets with identities. */
export function slowIdentity(
  scores: number[],
  gallery: number[],
  identity: number,
  self: number,
  depths: number[],
): SlowScores | undefined {
  const list = slowRanking(scores).filter((row) => row !== self);
  const hits = list.map((row) => gallery[row] === identity);
  const total = hits.filter(Boolean).length;
  if (total === 0) return undefined;
  const precisions = hits.map((_, place) => hits.slice(0, place + 1).filter(Boolean).length / (place + 1));
  const sum = (until: number) =>
    precisions.reduce((so, p, place) => (hits[place] && place < until ? so + p : so), 0);
  return {
    mAP: sum(Infinity) / total,
    ...Object.fromEntries(depths.map((k) => [`R@${k}`, Number(hits.slice(0, k).some(Boolean))])),
    'mAP@R': sum(total) / total,
    mINP: total / (hits.lastIndexOf(true) + 1),
  };
}

/** Means over the queries that count, by measure. */
export function slowMeans(perQuery: (SlowScores | undefined)[]): SlowScores | undefined {
  const counted = perQuery.filter((scores) => scores !== undefined);
  if (counted.length === 0) return undefined;
  return Object.fromEntries(
    Object.keys(counted[0]).map((name) => [
      name,
      counted.reduce((sum, scores) => sum + scores[name], 0) / counted.length,
    ]),
  );
}
