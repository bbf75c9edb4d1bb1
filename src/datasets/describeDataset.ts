import { benchmarkDescription } from './benchmarks/benchmarkDescription.js';
import { isNamedBenchmark } from './benchmarks/namedBenchmark.js';
import type { BenchmarkName } from './benchmarks/names.js';
import { emojiDescription } from './emoji/emojiDescription.js';
import { groceryDescription } from './grocery/groceryDescription.js';
import { ownProperties } from './own/ownPictures.js';
import type { DatasetDescription } from './types.js';

/** The data sets that have a name of their own beside the benchmarks. */
const named = new Map<string, DatasetDescription>([
  ['emoji', emojiDescription],
  ['emoji-small', emojiDescription],
  ['grocery', groceryDescription],
]);

/** Whether a text is the name of one of them, and not a place on the disk. */
export function isNamedDataset(text: string): boolean {
  return named.has(text);
}

/**
 * What is known of a data set that need not be here.
 * @param name as `openDataset` takes it; whatever it does not know by name counts as pictures of the user's own.
 */
export function describeDataset(name: string): DatasetDescription {
  if (isNamedBenchmark(name)) return benchmarkDescription(name.split(/[+:]/)[0] as BenchmarkName);
  return named.get(name) ?? ownDescription(name);
}

function ownDescription(name: string): DatasetDescription {
  const unknown = 'not known here';
  const attribution = { name, licence: unknown, author: unknown, source: 'pictures of your own' };
  return { ...ownProperties, attributions: () => [attribution] };
}
