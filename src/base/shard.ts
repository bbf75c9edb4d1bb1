/** One of several parts of some work, counted from 1. */
export interface Shard {
  index: number;
  count: number;
}
