import type { BenchResult, BenchRun } from '../../src/bench/types.js';

export const result = (item: string, ratio: number): BenchResult => ({
  item,
  title: `work ${item}`,
  ours: { name: 'ours', versions: {}, milliseconds: 10 * ratio },
  peers: [{ name: 'peer', versions: {}, milliseconds: 10, ratio, spread: [ratio, 2 * ratio] }],
  ratio,
  target: 1,
  met: ratio <= 1,
  load: [0],
});

export const run = (time: string, results: BenchResult[]): BenchRun => ({
  time,
  commit: 'abc',
  machine: { processor: 'p', cores: 2, memoryGigabytes: 1, system: 's', node: 'v20' },
  threads: 2,
  rounds: 1,
  results,
});
