import { builtInLosses } from '../losses/builtInLosses.js';
import { nothing, written, type Arrays } from './itemInputs.js';
import type { BenchItem, Peer } from './types.js';
import { rankOrderArrays } from './workloads/rankOrder.js';
import { trainingArrays } from './workloads/trainingStep.js';

const cnnStep: Peer = {
  name: 'our training step, small CNN at 64 px',
  workload: 'trainingStep',
  args: ['smallCnn', '64'],
};
const cnnArrays = (folder: string): Promise<Arrays> => trainingArrays(folder, 'smallCnn', 64);

const dense = { batch: 256, neighbours: 256, bank: 4096, dimension: 2048 };
const top = { batch: 64, neighbours: 512, bank: 3084, dimension: 1280 };

/** Losses: against PyTorch, as a share of a training step, and each step of a head against its matrix products. */
export function lossItems(): BenchItem[] {
  return [
    {
      name: 'rank-order',
      title: 'Rank order preservation, forward and backward, B=256, K=256, D=2048, bank of 4,096',
      workload: 'rankOrder',
      args: ['256'],
      peers: ['product', 'gather'].map((form) => ({
        name: `PyTorch eager, ${form}`,
        python: 'rank_order_torch.py',
        args: ['256', form],
      })),
      target: 0.25,
      memoryTarget: 0.25,
      repetitions: 3,
      tolerance: 1e-4,
      inputs: written(() => rankOrderArrays(dense)),
    },
    {
      name: 'rank-order-top',
      title: 'Order divergence, B=64, top 32 rows of K=512: share of a training step',
      workload: 'longLists',
      args: ['512', '32'],
      peers: [cnnStep],
      target: 0.1,
      repetitions: 5,
      inputs: written(cnnArrays),
    },
    {
      name: 'rank-order-step',
      title: 'The same with the product with a bank of 3,084, D=1280: share of a training step',
      workload: 'rankOrder',
      args: ['32'],
      peers: [cnnStep],
      repetitions: 5,
      inputs: written(async (folder) => ({ ...rankOrderArrays(top), ...(await cnnArrays(folder)) })),
    },
    {
      name: 'rank-order-long',
      title: 'Order divergence, B=64, K=8,192, all rows, against K=2,048 (linear would be 4)',
      workload: 'longLists',
      args: ['8192'],
      peers: [{ name: 'ours, K=2,048', workload: 'longLists', args: ['2048'] }],
      target: 4.4,
      repetitions: 5,
      inputs: nothing,
    },
    ...['piecewiseLinear', 'iSpline', 'positiveNetwork'].map((family): BenchItem => ({
      name: `mapping-${family}`,
      title: `Monotonic mapping, ${family}, B=64: share of a training step`,
      workload: 'mappingStep',
      args: [family],
      peers: [cnnStep],
      target: 0.15,
      repetitions: 5,
      inputs: written(cnnArrays),
    })),
    ...Object.keys(builtInLosses).map((kind): BenchItem => ({
      name: `head-${kind}`,
      title: `Training step of a head, ${kind}, B=64, 1280 -> 64 -> 1280, bank of 3,084, against its matrix products`,
      workload: 'headStep',
      args: [kind],
      peers: [{ name: 'its matrix products', workload: 'headProducts', args: [kind] }],
      target: 1.5,
      repetitions: 20,
      inputs: nothing,
    })),
  ];
}
