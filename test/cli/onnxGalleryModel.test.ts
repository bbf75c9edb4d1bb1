import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isOnnxFile, onnxGalleryModel } from '../../src/cli/onnxGalleryModel.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { plainJpeg } from '../datasets/pictures.js';
import { temporaryFolder } from '../helpers/temporaryFolder.js';
import { writeToyOnnx } from '../models/onnx/toyOnnx.js';

const fileOf = temporaryFolder();
let said: string[];
beforeEach(async () => {
  await selectBackend();
  said = [];
  vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line));
});
afterEach(() => void vi.restoreAllMocks());

test('a file or a name in the hub is a model in ONNX', () => {
  expect(['clip.onnx', 'A.ONNX', 'hf:owner/name'].map(isOnnxFile)).toEqual([true, true, true]);
  expect(['clip.json', 'efficientNetLite2'].map(isOnnxFile)).toEqual([false, false]);
});

test('what was assumed is said, with the outcome of a trial on a picture', async () => {
  const file = writeToyOnnx(fileOf('toy.onnx'), {
    metadata: { mean: '[0.5,0.5,0.5]', std: '[0.5,0.5,0.5]' },
  });
  const picture = fileOf('red.jpg', await plainJpeg(3));
  const model = await onnxGalleryModel(file, '{"order":"bgr"}', picture);
  expect([model.size, model.dimension]).toEqual([32, 3]);
  const text = said.join('\n');
  expect(text).toMatch(
    /32 pixels \(by the input's shape\)[^]*bgr \(as given\)[^]*127\.5[^]*by the file's metadata/,
  );
  expect(text).toMatch(/Tried on .*red\.jpg: 3 numbers, cosine -?\d\.\d{3} with an empty picture/);
  model.dispose();
});

test('--onnx must be a JSON object', async () => {
  const file = writeToyOnnx(fileOf('toy.onnx'));
  await expect(onnxGalleryModel(file, '[224]', undefined)).rejects.toThrow(/--onnx/);
});
