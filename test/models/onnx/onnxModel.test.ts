import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { randomSource } from '../../../src/base/randomSource.js';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { RetrievalError } from '../../../src/errors.js';
import { createGalleryModel } from '../../../src/models/createGalleryModel.js';
import { describeOnnxModel } from '../../../src/models/onnx/describeOnnxModel.js';
import { tryModel } from '../../../src/models/onnx/tryModel.js';
import { temporaryFolder } from '../../helpers/temporaryFolder.js';
import { patternPictures } from '../pictures.js';
import { writeToyOnnx, type ToyOnnx } from './toyOnnx.js';

const fileOf = temporaryFolder();
beforeAll(() => selectBackend());

/** What the toy model makes of pictures: the means of the channels as it is fed them, of length 1. */
function expected(mean: number[], deviation: number[]): number[] {
  return tf.tidy(() => {
    const pixels = tf.tensor4d(patternPictures(32), [2, 32, 32, 3]);
    const means = tf.div(tf.sub(tf.mean<tf.Tensor2D>(pixels, [1, 2]), mean), deviation);
    return [...tf.div(means, tf.norm(means, 'euclidean', 1, true)).dataSync()];
  });
}

async function embedded(config: Parameters<typeof createGalleryModel>[0]): Promise<Float32Array> {
  const model = await createGalleryModel(config);
  const pixels = tf.tensor4d(patternPictures(32), [2, 32, 32, 3]);
  const found = await model.embed(pixels);
  const data = await found.data<'float32'>();
  tf.dispose([pixels, found]);
  model.dispose();
  return data;
}

const shapes: [string, ToyOnnx][] = [
  ['channels first', {}],
  ['channels last', { input: ['B', 32, 32, 3] }],
  ['one picture at a time', { input: [1, 3, 32, 32] }],
];
test.each(shapes)('a model of %s sees pictures as its metadata says', async (name, toy) => {
  const metadata = { mean: '0.5,0.25,0.125', std: '[0.5, 0.5, 0.25]' };
  const file = writeToyOnnx(fileOf(`${name}.onnx`), { ...toy, metadata });
  const { config, said } = await describeOnnxModel(file);
  expect(config).toMatchObject({ size: 32, mean: [127.5, 63.75, 31.875], deviation: [127.5, 127.5, 63.75] });
  expect(said.join('\n')).toMatch(/by the input's shape[^]*by the file's metadata[^]*Output vectors float32/);
  const wanted = expected(config.mean!, config.deviation!);
  (await embedded(config)).forEach((value, i) => expect(value).toBeCloseTo(wanted[i], 4));
});

test('a model sees the middle of larger squares', async () => {
  const square = { height: 32, width: 32 };
  const fields = { size: { height: 40, width: 40 }, crop_size: square };
  const metadata = Object.fromEntries(Object.entries(fields).map(([key, it]) => [key, JSON.stringify(it)]));
  const file = writeToyOnnx(fileOf('middle.onnx'), { metadata });
  const { config, said } = await describeOnnxModel(file);
  expect(said[0]).toMatch(/the middle 32 of squares of 40 pixels \(by the file's metadata\)/);
  const [whole, middle] = [
    await createGalleryModel(config),
    await createGalleryModel({ ...config, scaled: undefined }),
  ];
  expect([whole.size, middle.size]).toEqual([40, 32]);
  expect(whole.identity).not.toBe(middle.identity);
  const large = tf.tensor4d(patternPictures(40), [2, 40, 40, 3]);
  const cut = tf.slice4d(large, [0, 4, 4, 0], [2, 32, 32, 3]);
  const [seen, wanted] = [await whole.embed(large), await middle.embed(cut)];
  expect([...seen.dataSync()]).toEqual([...wanted.dataSync()]);
  tf.dispose([large, cut, seen, wanted]);
  for (const model of [whole, middle]) model.dispose();
  await expect(createGalleryModel({ ...config, scaled: 20 })).rejects.toThrow(/scaled[^]*32[^]*20/);
});

test('a model is tried on a picture, and one that sees nothing is refused', async () => {
  const { config } = await describeOnnxModel(writeToyOnnx(fileOf('try.onnx')));
  const model = await createGalleryModel(config);
  expect(
    await tryModel(model, patternPictures(32).slice(0, 32 * 32 * 3) as unknown as Uint8Array),
  ).toBeLessThan(1);
  const blind = { name: 'blind', size: 32, embed: () => Promise.resolve(tf.tensor2d([1, 0, 1, 0], [2, 2])) };
  await expect(tryModel(blind, new Uint8Array(32 * 32 * 3))).rejects.toThrow(/empty one[^]*--onnx/);
  const broken = { ...blind, embed: () => Promise.resolve(tf.tensor2d([NaN, 0, 1, 0], [2, 2])) };
  await expect(tryModel(broken, new Uint8Array(32 * 32 * 3))).rejects.toThrow(/found: NaN/);
  model.dispose();
});

describe('is refused with what is wrong', () => {
  test('a file that is none', async () => {
    await expect(describeOnnxModel(fileOf('none.onnx'))).rejects.toThrow(/can not be read[^]*ENOENT/);
    await expect(describeOnnxModel(fileOf('text.onnx', 'no model'))).rejects.toThrow(/no ONNX model/);
  });

  test('a model that wants texts as well', async () => {
    const inputs = [{ name: 'input_ids', shape: ['B', 77] }];
    const file = writeToyOnnx(fileOf('clip.onnx'), { inputs });
    await expect(describeOnnxModel(file)).rejects.toThrow(/pictures alone[^]*input_ids[^]*image encoder/);
  });

  test('an output that there is not, and a size that its input has not', async () => {
    const file = writeToyOnnx(fileOf('plain.onnx'));
    await expect(describeOnnxModel(file, { output: 'x' })).rejects.toThrow(/no such output[^]*vectors/);
    await expect(describeOnnxModel(file, { size: 64 })).rejects.toThrow(/32, 32[^]*\[B, 3, 64, 64\]/);
  });
});

test('a damaged or missing file is the library’s error, whatever the damage', async () => {
  const seed = 4;
  const whole = readFileSync(writeToyOnnx(fileOf('whole.onnx')));
  const { config } = await describeOnnxModel(fileOf('whole.onnx'));
  const random = randomSource(seed, 'damage');
  const damaged = (): Buffer => {
    const bytes = Buffer.from(whole);
    if (random.integer(4) === 0) return bytes.subarray(0, random.integer(bytes.length));
    for (let n = 0; n <= random.integer(4); n++) bytes[random.integer(bytes.length)] = random.integer(256);
    return bytes;
  };
  let refused = 0;
  for (let n = 0; n < 300; n++) {
    const bytes = damaged();
    const file = fileOf('damaged.onnx', bytes);
    const before = tf.memory().numTensors;
    for (const open of [() => embedded({ ...config, file }), () => describeOnnxModel(file)]) {
      const error: unknown = await open().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (error === undefined) continue;
      refused++;
      expect(error, `seed ${seed}, ${bytes.toString('base64')}`).toBeInstanceOf(RetrievalError);
    }
    expect(tf.memory().numTensors).toBe(before);
  }
  expect(refused).toBeGreaterThan(100);
  for (const file of [fileOf('missing.onnx'), fileOf('.')]) {
    await expect(embedded({ ...config, file })).rejects.toBeInstanceOf(RetrievalError);
  }
}, 120_000);
