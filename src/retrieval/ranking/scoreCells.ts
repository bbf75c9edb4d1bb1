/** The cell holds a threshold: what stands above an item in it must be looked up. */
export const UNDECIDED = -1;

/** With so many cells per threshold, few similarities share one with a threshold. */
const CELLS_PER_THRESHOLD = 32;
/** 32 KiB, which stay in the processor's fastest cache. */
const MOST_CELLS = 2 ** 13;

/**
 * Equal cells of the line of similarities, from the lowest of some thresholds to beyond the highest. All similarities in
 * a cell without a threshold stand in the same place among the thresholds, so one look replaces a bisection.
 */
export interface ScoreCells {
  lowest: number;
  cellsPerUnit: number;
  /** Index of the first threshold below each cell, or `UNDECIDED`. */
  places: Int32Array;
}

/** @param thresholds from high to low, none of them NaN */
export function scoreCells(thresholds: Float64Array): ScoreCells {
  const count = Math.min(CELLS_PER_THRESHOLD * thresholds.length, MOST_CELLS);
  const lowest = thresholds[thresholds.length - 1]!;
  // The last cell is left to the similarities above the highest threshold.
  const cellsPerUnit = (count - 1) / (thresholds[0]! - lowest);
  const cells = { lowest, cellsPerUnit, places: new Int32Array(count + 1) };
  let next = count;
  thresholds.forEach((threshold, place) => {
    const cell = cellOf(cells, threshold);
    while (next > cell) cells.places[next--] = place;
    cells.places[cell] = UNDECIDED;
    next = Math.min(next, cell - 1);
  });
  return cells;
}

/** Index of the first threshold below a similarity that is not below all of them, or `UNDECIDED`. */
export function placeByCell(cells: ScoreCells, score: number): number {
  return cells.places[cellOf(cells, score)]!;
}

/**
 * Never decreases with the similarity, whatever the rounding. NaN gives cell 0, which holds the lowest threshold, so an
 * infinite threshold or a similarity that is NaN is looked up.
 */
function cellOf({ lowest, cellsPerUnit, places }: ScoreCells, score: number): number {
  return Math.min((score - lowest) * cellsPerUnit, places.length - 1) | 0;
}
