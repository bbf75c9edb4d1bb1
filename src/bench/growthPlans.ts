import { countOperations } from '../models/networks/countOperations.js';
import type { GrowthSeries } from './growthReport.js';
import type { SharedArray } from './sharedArrays.js';
import { evaluationArrays } from './workloads/evaluation.js';
import { rankOrderArrays } from './workloads/rankOrder.js';
import { networks, trainingArrays } from './workloads/trainingStep.js';

/** A series to be measured: what is run for each size. */
export interface GrowthPlan extends Omit<GrowthSeries, 'found' | 'points'> {
  sizes: number[];
  workload: string;
  args(size: number): string[];
  inputs(folder: string, size: number): Promise<Record<string, SharedArray>> | Record<string, SharedArray>;
  /** Where the size that is plotted is not the size that is varied. */
  measureOf?(size: number): number;
}

const doubling = (first: number, last: number): number[] => {
  const sizes: number[] = [];
  for (let size = first; size <= last; size *= 2) sizes.push(size);
  return sizes;
};

const lists = { batch: 64, neighbours: 512, bank: 4096, dimension: 1280 };
const rankOrder = { workload: 'rankOrder', args: () => ['512'] };

/** Every series that is measured. */
export const growthPlans: GrowthPlan[] = [
  {
    name: 'lists',
    title: 'Order divergence, B=64, all rows',
    size: 'neighbours K',
    expected: 1,
    sizes: doubling(128, 8192),
    workload: 'longLists',
    args: (k) => [String(k)],
    inputs: () => ({}),
  },
  {
    name: 'temperatures',
    title: 'Order divergence, B=64, K=4,096, all rows',
    size: '1 / temperature',
    expected: 1,
    sizes: [5, 10, 20, 40, 80],
    workload: 'longLists',
    args: (inverse) => ['4096', '4096', String(1 / inverse)],
    inputs: () => ({}),
  },
  {
    ...rankOrder,
    name: 'batches',
    title: 'Rank order preservation, K=512, D=1280, bank of 4,096',
    size: 'batch B',
    expected: 1,
    sizes: doubling(16, 512),
    inputs: (_, batch) => rankOrderArrays({ ...lists, batch }),
  },
  {
    ...rankOrder,
    name: 'dimensions',
    title: 'Rank order preservation, B=64, K=512, bank of 4,096',
    size: 'dimension D',
    expected: 1,
    sizes: doubling(128, 4096),
    inputs: (_, dimension) => rankOrderArrays({ ...lists, dimension }),
  },
  {
    name: 'gallery',
    title: 'Exact evaluation from disk, 70 queries, D=256, three protocols',
    size: 'gallery rows N',
    expected: 1,
    sizes: [1e3, 1e4, 1e5, 1e6],
    workload: 'evaluation',
    args: () => [],
    inputs: (folder, rows) => evaluationArrays(folder, 70, rows, 256),
  },
  ...(['smallCnn', 'mobileNetV2'] as const).map((kind): GrowthPlan => ({
    name: `resolution-${kind}`,
    title: `Training step, ${kind}, batch 64, 32 to 96 px`,
    size: 'operations of one picture',
    expected: 1,
    sizes: [32, 48, 64, 96],
    workload: 'trainingStep',
    args: (size) => [kind, String(size)],
    inputs: (folder, size) => trainingArrays(folder, kind, size),
    measureOf: (size) => countOperations(networks[kind](), size),
  })),
];
