import { describe, expect, test } from 'vitest';
import { RetrievalError } from '../../../src/errors.js';
import { readEmbeddingFile } from '../../../src/vectors/readEmbeddingFile.js';
import { zipBytes } from './byHand.js';
import { embeddingFiles } from './readBack.js';

const { file, read } = embeddingFiles();

describe('files that are something else', () => {
  const cases: [string, string | Uint8Array, RegExp][] = [
    ['empty.npy', '', /is empty/],
    ['words.npy', 'not an array at all', /not a \.npy file[\s\S]*"not an a"/],
    ['words.dat', 'not an array at all', /no file of embeddings that is known[\s\S]*\.parquet/],
    ['hdf.h5', Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'), /HDF5 file[\s\S]*h5py/],
    ['new.mat', 'MATLAB 7.3 MAT-file, Platform: GLNXA64', /MATLAB 7\.3[\s\S]*"-v7"[\s\S]*h5py/],
    ['user.mat', Buffer.concat([Buffer.alloc(512), Buffer.from('\x89HDF\r\n\x1a\n', 'latin1')]), /HDF5 file/],
    ['old.mat', Buffer.alloc(40), /not a \.mat file[\s\S]*version 4/],
    ['features.pkl', Buffer.from('\x80\x04N.', 'latin1'), /pickles are not run[\s\S]*numpy\.save/],
    ['model.pt', Buffer.from('\x80\x02\x8a\x0a', 'latin1'), /pickles are not run/],
    ['table.feather', 'ARROW1\0\0', /Arrow or Feather[\s\S]*pyarrow\.parquet/],
    ['secret.parquet', 'PARE1234PARE', /encrypted/],
    ['x.npy.gz', Buffer.from([0x1f, 0x8b, 8, 0]), /unpack it first/],
    ['x.tar', Buffer.concat([Buffer.alloc(257), Buffer.from('ustar')]), /tar archive/],
  ];
  for (const [name, bytes, message] of cases) {
    test(`${name} is refused with what to do`, async () => {
      await expect(read(name, bytes)).rejects.toThrow(message);
      await expect(read(name, bytes)).rejects.toThrow(RetrievalError);
    });
  }

  test('a PyTorch checkpoint in a zip archive is refused', async () => {
    const bytes = zipBytes([{ name: 'model/data.pkl', content: Buffer.from('cos\nsystem\n') }]);
    await expect(read('model.pt', bytes)).rejects.toThrow(/PyTorch checkpoint[\s\S]*weights_only=True/);
  });

  test('a missing file and a folder are refused', async () => {
    await expect(readEmbeddingFile(file('none.npy'))).rejects.toThrow(/cannot be read[\s\S]*ENOENT/);
    await expect(readEmbeddingFile(file('.'))).rejects.toThrow('There is a folder in the place of a file');
  });
});
