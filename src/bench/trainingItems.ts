import { nothing, written } from './itemInputs.js';
import type { BenchItem, Peer } from './types.js';
import { headArrays, sharedLosses, type SharedLoss } from './workloads/sharedHeadStep.js';
import { networks, trainingArrays } from './workloads/trainingStep.js';

/** Training steps against every library that can run them, epochs and whole runs. */
export function trainingItems(): BenchItem[] {
  return [
    ...(Object.keys(networks) as (keyof typeof networks)[]).map((kind): BenchItem => ({
      name: `train-${kind}`,
      title: `Training step, ${kind}, 64 px, batch 64`,
      workload: 'trainingStep',
      args: [kind, '64'],
      peers: networkPeers,
      target: 1,
      repetitions: 5,
      tolerance: 2e-3,
      inputs: written((folder) => trainingArrays(folder, kind, 64)),
    })),
    ...(Object.keys(sharedLosses) as SharedLoss[]).map((kind): BenchItem => ({
      name: `train-head-${kind}`,
      title: `Training step of a head, ${kind}, B=64, 1280 -> 64 -> 1280, bank of 3,084`,
      workload: 'sharedHeadStep',
      args: [kind],
      peers: headPeers,
      target: 1,
      repetitions: 20,
      tolerance: 2e-3,
      inputs: written((folder) => headArrays(folder, kind)),
    })),
    ...['emoji', 'grocery'].map((dataset): BenchItem => ({
      name: `epoch-${dataset}`,
      title: `Epoch of the small CNN at 64 px, ${dataset}, against the same batches made beforehand`,
      workload: 'epoch',
      args: [dataset, 'whole'],
      peers: [{ name: 'ours, batches made beforehand', workload: 'epoch', args: [dataset, 'steps'] }],
      target: 1.05,
      repetitions: 1,
      tolerance: 0,
      inputs: nothing,
    })),
    {
      name: 'run-head',
      title: 'A run of 960 steps of a head with its evaluation; against its steps alone, and below 15 s',
      workload: 'headRun',
      args: ['whole'],
      peers: [{ name: 'ours, the steps alone', workload: 'headRun', args: ['steps'] }],
      target: 1.5,
      targetMilliseconds: 15_000,
      repetitions: 1,
      inputs: nothing,
    },
  ];
}

const networkPeers: Peer[] = [
  ...['contiguous', 'channels_last'].map((layout) => ({
    name: `PyTorch eager, ${layout}`,
    python: 'train_torch.py',
    args: [layout, 'eager'],
  })),
  { name: 'PyTorch compiled', python: 'train_torch.py', args: ['channels_last', 'compile'] },
  { name: 'TensorFlow graph', python: 'train_tensorflow.py', args: ['graph'] },
  { name: 'TensorFlow with XLA', python: 'train_tensorflow.py', args: ['xla'] },
  { name: 'JAX', python: 'train_jax.py' },
];

const headPeers: Peer[] = [
  { name: 'PyTorch eager', python: 'head_torch.py', args: ['eager'] },
  { name: 'PyTorch compiled', python: 'head_torch.py', args: ['compile'] },
  { name: 'TensorFlow graph', python: 'head_tensorflow.py', args: ['graph'] },
  { name: 'TensorFlow with XLA', python: 'head_tensorflow.py', args: ['xla'] },
  { name: 'JAX', python: 'head_jax.py' },
];
