import { embeddingFormats } from '../../../src/vectors/formats/embeddingFormats.js';
import { readIdsFile } from '../../../src/vectors/names/nameLists.js';
import { readEmbeddingFile } from '../../../src/vectors/readEmbeddingFile.js';
import { writeEmbeddingFile } from '../../../src/vectors/writeEmbeddingFile.js';
import { safetensorsWeights } from '../../../src/models/safetensorsWeights.js';
import { readTorchFile } from '../../../src/checkpoints/torchCheckpoint.js';
import { readPlainPickle } from '../../../src/checkpoints/plainPickle.js';
import { dict, int, list, pickle, text } from '../../checkpoints/pickleWriter.js';
import { DoubleArray, Tensor, torchArchive, torchLegacy, type Saved } from '../../checkpoints/torchWriter.js';
import type { Reader } from './fuzz.js';
import type { Scratch } from './scratch.js';

const matrix = { data: Float32Array.from({ length: 12 }, (_, n) => n / 7), rows: 4, columns: 3 };
const ids = ['a', 'b/c', 'ü', 'd e'];

const torch = new Map<string, Saved>([
  ['state_dict', new Map<string, Saved>([['a', new Tensor([2, 3], Float32Array.from([0, 1, 2, 3, 4, 5]))]])],
  ['meta', new Map<string, Saved>([['std', [0.25, 1]]])],
  ['P', new DoubleArray([1, 2], Float64Array.from([0.1, -3]))],
]);

/** Readers of vectors, ids and weights. */
export function vectorReaders({ put, made }: Scratch): Record<string, Reader> {
  const ofFormat = (format: string): Reader => ({
    samples: async () => ({
      [`vectors.${format}`]: await made(`whole.${format}`, (file) =>
        writeEmbeddingFile(file, { matrix, ids }),
      ),
    }),
    read: (bytes, sample) => readEmbeddingFile(put(sample, bytes)),
  });
  return {
    ...Object.fromEntries(embeddingFormats.map((format) => [format, ofFormat(format)])),
    'safetensors of weights': {
      samples: async () => ({
        'weights.safetensors': await made('w.safetensors', (file) => writeEmbeddingFile(file, { matrix })),
      }),
      read: (bytes, sample) => safetensorsWeights(put(sample, bytes)),
    },
    'files of PyTorch': {
      samples: () => Promise.resolve({ 'zip.pth': torchArchive(torch), 'legacy.pth': torchLegacy(torch) }),
      read: (bytes) => readTorchFile(bytes, 'fuzzed.pth'),
    },
    pickles: {
      samples: () => Promise.resolve({ 'plain.pkl': pickle(dict(text('a'), list(int(1), int(2)))) }),
      read: (bytes) => readPlainPickle(bytes, 'fuzzed.pkl'),
    },
    'files of ids': {
      samples: () =>
        Promise.resolve({
          'ids.txt': Buffer.from('a\nb\r\nc d\n'),
          'ids.csv': Buffer.from('id,label\r\n"a ""x""",1\r\nb,2\r\n'),
          'ids.tsv': Buffer.from('id\tlabel\na\t1\nb\t2\n'),
          'ids.json': Buffer.from('["a", "b\\u00e4"]'),
        }),
      read: (bytes, sample) => readIdsFile(put(sample, bytes)),
    },
  };
}
