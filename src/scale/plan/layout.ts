/** A way to keep and search the vectors of a gallery, with what it costs on one machine. */
export interface Layout {
  label: string;
  /** The measurement that its numbers are of, in `figures/scale`: the index and how it was searched. */
  plan: string;
  search: string;
  /** Bytes of a vector in memory, which every search goes through. */
  memoryBytes: (dimension: number) => number;
  /** Bytes of a vector on the disk. */
  diskBytes: (dimension: number) => number;
  /** Seconds of one core for a query, where they were measured. */
  measured: { vectors: number; dimension: number; seconds: number };
  /** By which power of the number of vectors the seconds grow. */
  slope: number;
  /** Share of the first ten of exact search that is found, in the same measurement. */
  recall: number;
  /** Share of the pairs in exact search's first hundred that come in the same order. */
  order: number;
}

/**
 * Seconds of one core for a query among so many vectors: measured seconds, grown by their slope and in proportion to the
 * dimension.
 */
export function coreSeconds({ measured, slope }: Layout, vectors: number, dimension: number): number {
  const { vectors: at, dimension: of, seconds } = measured;
  return seconds * (vectors / at) ** slope * (dimension / of);
}
