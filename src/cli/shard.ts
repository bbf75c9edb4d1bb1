import { InvalidArgumentError } from 'commander';
import type { Shard } from '../base/shard.js';

/** Reads the value of an option: `i/n`. */
export function shard(text: string): Shard {
  const [, first, second] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const [index, count] = [Number(first), Number(second)];
  if (index >= 1 && index <= count && Number.isSafeInteger(count)) return { index, count };
  throw new InvalidArgumentError('It must be i/n with whole numbers and i from 1 to n, for example 1/2.');
}
