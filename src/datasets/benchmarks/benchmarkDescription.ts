import type { DatasetDescription } from '../types.js';
import type { BenchmarkName } from './names.js';
import { benchmarkSources } from './sources/benchmarkSources.js';

/** A benchmark before it is opened, or fetched; its photos are not mirrored in training. */
export function benchmarkDescription(name: BenchmarkName): DatasetDescription {
  const { title, licence, page } = benchmarkSources[name];
  return {
    pictureKind: 'photo',
    mayBeMirrored: false,
    defaultSplit: 'official',
    attributions: () => [{ name: title, licence, author: 'see the page of the owners', source: page }],
  };
}
