import { fetchSource } from '../../../../src/datasets/benchmarks/download/fetchBenchmark.js';
import type { BenchmarkSource } from '../../../../src/datasets/benchmarks/sources/types.js';

/** Run in a process of its own that is killed: fetches the source that the argument spells out. */
const { source, folder } = JSON.parse(process.argv.at(-1)!) as { source: BenchmarkSource; folder: string };
await fetchSource(source, { folder, confirm: () => Promise.resolve(true) });
