import { nothing, written } from './itemInputs.js';
import { lossItems } from './lossItems.js';
import { trainingItems } from './trainingItems.js';
import type { BenchItem } from './types.js';
import { evaluationArrays } from './workloads/evaluation.js';
import { pictureWorkers } from '../base/forEachConcurrently.js';
import { extractionArrays } from './workloads/extraction.js';
import { feedingFiles } from './workloads/feeding.js';
import { isotonicArrays } from './workloads/isotonic.js';
import { photoFiles } from './workloads/photoExtraction.js';
import { rankingArrays } from './workloads/rankings.js';
import { searchArrays } from './workloads/search.js';
import { modelVectors } from './workloads/trainingEvaluation.js';

/** Decoding on all threads takes no more than one and a half of what it would take if all of them worked all the time. */
const feedingTarget = 1.5 / pictureWorkers;

/** @param galleryRows of the evaluation from disk; 8 KiB each. */
export function benchItems({ galleryRows }: { galleryRows: number }): BenchItem[] {
  return [
    ...lossItems(),
    ...trainingItems(),
    ...[224, 320].map((size): BenchItem => ({
      name: `extract-${size}`,
      title: `Gallery embeddings, EfficientNet-Lite2 at ${size} px, batch 16`,
      workload: 'extraction',
      args: [String(size)],
      peers: [{ name: 'ONNX Runtime', python: 'extract_onnxruntime.py' }],
      target: 1.2,
      repetitions: 2,
      tolerance: 1e-3,
      inputs: written((folder) => extractionArrays(folder, size)),
    })),
    {
      name: 'extract-photos',
      title: 'Vectors of 16 photo files of 12 megapixels at 512 px, decoded ahead, against decoding in turns',
      workload: 'photoExtraction',
      args: ['queue'],
      peers: [{ name: 'ours, in turns', workload: 'photoExtraction', args: ['turns'] }],
      repetitions: 1,
      tolerance: 1e-5,
      inputs: photoFiles,
    },
    ...[64, 224].map((size): BenchItem => ({
      name: `feed-${size}`,
      title: `Training pictures of ${size} px from photo files, in batches of 64, decoded on all cores, against one`,
      workload: 'feeding',
      args: [String(size), 'all'],
      peers: [{ name: 'ours, one at a time', workload: 'feeding', args: [String(size), '1'] }],
      target: feedingTarget,
      repetitions: 1,
      tolerance: 0,
      inputs: feedingFiles,
    })),
    {
      name: 'evaluate',
      title: `Exact evaluation from disk, 70 queries x ${galleryRows.toLocaleString('en')} x 2,048, three protocols`,
      workload: 'evaluation',
      peers: [{ name: 'NumPy, reading and multiplying only', python: 'multiply_numpy.py' }],
      target: 1.3,
      repetitions: 1,
      inputs: written((folder) => evaluationArrays(folder, 70, galleryRows, 2048)),
    },
    {
      name: 'evaluate-training',
      title: 'Evaluation of a trained query model, 800 queries x 2,000 x 1,280',
      workload: 'trainingEvaluation',
      peers: [{ name: 'SciPy and scikit-learn', python: 'evaluate_scipy.py' }],
      target: 1,
      repetitions: 1,
      tolerance: 1e-4,
      inputs: written(() => modelVectors(800, 2000, 1280)),
    },
    ...[
      ['kendall', "Kendall's tau-b", 'SciPy'],
      ['order', 'Order consistency', 'SciPy, from tau'],
      ['overlap', 'Rank-biased overlap', 'NumPy'],
    ].map(([measure, title, peer]): BenchItem => ({
      name: measure!,
      title: `${title} of two rankings of 1,000,000`,
      workload: 'rankings',
      args: [measure!],
      peers: [{ name: peer!, python: 'rankings_scipy.py', args: [measure!] }],
      target: 1,
      repetitions: 3,
      tolerance: 1e-6,
      inputs: written(() => rankingArrays(1_000_000)),
    })),
    ...[512, 8192].map((columns): BenchItem => ({
      name: `isotonic-${columns}`,
      title: `Isotonic regression, 64 rows of ${columns}`,
      workload: 'isotonic',
      peers: [{ name: 'scikit-learn', python: 'isotonic_sklearn.py' }],
      target: 1,
      repetitions: 20,
      tolerance: 1e-5,
      inputs: written(() => isotonicArrays(64, columns)),
    })),
    {
      name: 'search',
      title: 'Exact search, 256 queries x 65,536 x 256, best 10',
      workload: 'search',
      peers: [{ name: 'usearch', python: 'search_usearch.py' }],
      target: 1,
      repetitions: 3,
      tolerance: 1e-5,
      inputs: written(() => searchArrays(256, 65_536, 256)),
    },
    {
      name: 'import',
      title: 'A fresh process that imports the library, in less than a second',
      workload: 'freshProcess',
      args: ['import'],
      peers: [{ name: 'a fresh process that imports PyTorch', python: 'import_torch.py' }],
      target: 1,
      targetMilliseconds: 1000,
      repetitions: 3,
      inputs: written(() => ({})),
    },
    {
      name: 'help',
      title: 'The help of a command in a fresh process, in less than 0.3 s',
      workload: 'freshProcess',
      args: ['help'],
      peers: [{ name: 'a fresh process that does nothing', workload: 'freshProcess', args: ['nothing'] }],
      target: 3,
      targetMilliseconds: 300,
      repetitions: 5,
      inputs: nothing,
    },
  ];
}
