import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readConfigFile } from '../../../src/base/config/readConfigFile.js';
import { readGoogleLandmarksSolution } from '../../../src/datasets/groundTruth/googleLandmarksReader.js';
import { readLabels } from '../../../src/datasets/groundTruth/labelsReader.js';
import { readGroundTruth } from '../../../src/datasets/groundTruth/readGroundTruth.js';
import { unpack } from '../../../src/datasets/benchmarks/download/unpack.js';
import { csvDataset } from '../../../src/datasets/own/csvDataset.js';
import { parseRunConfig } from '../../../src/experiments/runConfig.js';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { pack } from 'tar-stream';
import { buffer } from 'node:stream/consumers';
import type { Reader } from './fuzz.js';
import type { Scratch } from './scratch.js';

const config = {
  dataset: 'emoji',
  split: 'unseen',
  gallery: { name: 'efficientNetLite2', size: 224 },
  query: { kind: 'smallCnn', width: 0.25, size: 32 },
  method: 'regression',
  loss: [
    { weight: 0.5, loss: { kind: 'featureRegression' } },
    { weight: 2, loss: { kind: 'rankDistribution' } },
  ],
  training: { epochs: 3, batchSize: 8, learningRate: 0.01 },
};
const yaml = [
  'dataset: emoji',
  'split: unseen',
  'gallery: { name: efficientNetLite2 }',
  'query: { kind: head }',
  'method: mine',
  'training: { epochs: &few 3, batchSize: *few }',
  'loss:',
  '  - weight: 1',
  '    loss: { kind: featureRegression }',
].join('\n');

const picture = Buffer.from(
  [
    'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAABlklEQVR42hXRURVEIQhFUSMYgQhGMAIRiGCEE8EIRiACEYhABCLMG7/ZrMt1jMEcyGAN',
    '9kAHNjgDBnfwBj6IQQ5q0IMxJnMikzXZE53Y5EyY3Mmb+CQmOalJzw8IUxBhCVtQwYQjIFzhCS6EkEIJLR9YzIUs1mIvdGGLs2BxF2/hi1jkoha9PrCZ',
    'G9mszd7oxjZnw+Zu3sY3sclNbXp/QJmKKEvZiiqmHAXlKk9xJZRUSmn9gDENMZaxDTXMOAbGNZ7hRhhplNH2gcM8yGEd9kEPdjgHDvfwDn6IQx7q0OcD',
    '/wK/Sr4jv9hfkG/1N/x/Fx44BCQU9Pc94zIvclmXfdGLXc79j9/Lu/glLnmpS98PPOZDHuuxH/qwx3n/5ffxHv6IRz7q0e8DznTEWc521DHn+D/KdZ7j',
    'TjjplNP+gWAGEqxgBxpYcOIf/AYv8CCCDCro+EAyE0lWshNNLDn5P/MmL/Ekkkwq6fxAMQspVrELLaw49S/lFq/wIoosquj6QDMbaVazG22sOf2v8Dav',
    '8SaabKrp5geIAnAQC3NfwAAAAABJRU5ErkJggg==',
  ].join(''),
  'base64',
);
const lists = {
  'in-shop': '2\nimage_name item_id evaluation_status\na/1.jpg id_1 query\na/2.jpg id_1 gallery\n',
  'stanford-online-products':
    'image_id class_id super_class_id path\n1 1 1 a_final/1.JPG\n2 1 1 a_final/2.JPG\n',
} as const;

/** Readers of tables, lists, ground truths, configurations and archives. */
export function tableReaders({ put, folder }: Scratch): Record<string, Reader> {
  const pkl = join(import.meta.dirname, '../../datasets/groundTruth/fixtures/numpy2-protocol4.pkl');
  return {
    'tables of pictures': {
      samples() {
        for (const name of ['a.png', 'b.png', 'c.png', 'd.png']) put(name, picture);
        return Promise.resolve({
          'own.csv': Buffer.from(
            'path,label,split,role\na.png,x,test,query\nb.png,x,test,gallery\nc.png,y,fit,both\nd.png,y,fit,both\n',
          ),
          'boxes.csv': Buffer.from(
            'path,label,x1,y1,x2,y2\na.png,x,0,0,10,10\nb.png,x,,,,\nc.png,y,2,2,9,9\nd.png,y,,,,\n',
          ),
          'list.txt': Buffer.from('a.png\nb.png\nc.png\nd.png\n'),
        });
      },
      read: (bytes, sample) => csvDataset({ file: put(sample, bytes), cacheFolder: join(folder, 'cache') }),
    },
    'tables of labels': {
      samples: () => Promise.resolve({ 'labels.csv': Buffer.from('id,label\na,x\nb,x\nc,y\n') }),
      read: (bytes, sample) => readLabels({ labels: put(sample, bytes) }),
    },
    'pickles of ground truth': {
      samples: () => Promise.resolve({ 'gnd.pkl': readFileSync(pkl) }),
      read: (bytes, sample) => readGroundTruth('roxford5k', put(sample, bytes)),
    },
    'lists of ground truth': {
      samples: () =>
        Promise.resolve(
          Object.fromEntries(Object.entries(lists).map(([name, text]) => [name, Buffer.from(text)])),
        ),
      read: (bytes, sample) => readGroundTruth(sample as keyof typeof lists, put(sample, bytes)),
    },
    'solutions of Google Landmarks': {
      samples: () =>
        Promise.resolve({ 'solution.csv': Buffer.from('id,images,Usage\nq1,a b,Public\nq2,None,Ignored\n') }),
      read: (bytes, sample) => readGoogleLandmarksSolution(put(sample, bytes), ['a', 'b']),
    },
    configurations: {
      samples: () =>
        Promise.resolve({
          'run.json': Buffer.from(JSON.stringify(config, null, 1)),
          'run.yaml': Buffer.from(yaml),
        }),
      async read(bytes, sample) {
        parseRunConfig((await readConfigFile(put(sample, bytes))) as never);
      },
    },
    archives: {
      async samples() {
        const tar = pack();
        tar.entry({ name: 'a/b.txt' }, 'text');
        tar.entry({ name: 'a/c.txt' }, 'more');
        tar.finalize();
        const bytes = await buffer(tar);
        const zip = zipSync({ 'a/b.txt': Buffer.from('text'.repeat(20)), 'c.txt': Buffer.from('more') });
        return { tar: bytes, tgz: gzipSync(bytes), zip };
      },
      async read(bytes, sample) {
        const into = join(folder, 'unpacked');
        rmSync(into, { recursive: true, force: true });
        await unpack(put(sample, bytes), into, { format: sample as 'tar', layout: 'tree' });
      },
    },
  };
}
