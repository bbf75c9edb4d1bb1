/** One of several parts of some work, counted from 1. */
export interface Shard {
  index: number;
  count: number;
}

/** The most shards that items can be divided into: one for each group of items that stay together. */
export function mostShards(items: number, perGroup: number): number {
  return Math.ceil(items / perGroup);
}

/** The first item of a shard, and the first one behind it: shards have whole groups in a row. */
export function shardBounds(items: number, { index, count }: Shard, perGroup: number): [number, number] {
  const groups = mostShards(items, perGroup);
  const begin = (shard: number): number => Math.min(items, Math.floor((shard * groups) / count) * perGroup);
  return [begin(index - 1), begin(index)];
}
