import { benchmarkDescription } from './benchmarks/benchmarkDescription.js';
import { isNamedBenchmark } from './benchmarks/namedBenchmark.js';
import type { BenchmarkName } from './benchmarks/names.js';
import { datasetRegistry } from './datasetRegistry.js';
import { isDividedTable } from './own/csvRecords.js';
import { ownProperties } from './own/ownPictures.js';
import type { DatasetDescription } from './types.js';

/** Whether a text is the name of one of them, and not a place on the disk. */
export function isNamedDataset(text: string): boolean {
  return datasetRegistry.find(text) !== undefined;
}

/**
 * What is known of a data set that need not be here.
 * @param name as `openDataset` takes it; whatever it does not know by name counts as pictures of the user's own.
 */
export function describeDataset(name: string): DatasetDescription {
  if (isNamedBenchmark(name)) return benchmarkDescription(name.split(/[+:]/)[0] as BenchmarkName);
  return datasetRegistry.find(name)?.description ?? ownDescription(name);
}

function ownDescription(name: string): DatasetDescription {
  const unknown = 'not known here';
  const attribution = { name, licence: unknown, author: unknown, source: 'pictures of your own' };
  const defaultSplit = isDividedTable(name) ? 'unseen' : ownProperties.defaultSplit;
  return { ...ownProperties, defaultSplit, attributions: () => [attribution] };
}
