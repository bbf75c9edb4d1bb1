import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { describeOnnxModel } from '../../../src/models/onnx/describeOnnxModel.js';
import { pictureFields } from '../../../src/models/onnx/preprocessorFields.js';
import { temporaryFolder } from '../../helpers/temporaryFolder.js';
import { writeToyOnnx } from './toyOnnx.js';

const fileOf = temporaryFolder();

/** What CLIP ViT-B/32 has beside its weights, as Hugging Face's processors write it. */
const clip = {
  crop_size: { height: 224, width: 224 },
  do_center_crop: true,
  do_normalize: true,
  do_rescale: true,
  image_mean: [0.48145466, 0.4578275, 0.40821073],
  image_std: [0.26862954, 0.26130258, 0.27577711],
  rescale_factor: 0.00392156862745098,
  size: { shortest_edge: 224 },
};
const clipFields = {
  size: 224,
  mean: [122.7709, 116.746, 104.0937],
  deviation: [68.5005, 66.6322, 70.3232],
};

test.each([
  ['CLIP', clip, clipFields],
  [
    'a processor that does not normalise',
    { do_normalize: false, size: 256, image_mean: [1, 1, 1] },
    { size: 256, mean: [0, 0, 0], deviation: [255, 255, 255] },
  ],
  [
    'timm',
    { pretrained_cfg: { input_size: [3, 240, 240], mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] } },
    { size: 240, mean: [127.5, 127.5, 127.5], deviation: [127.5, 127.5, 127.5] },
  ],
  [
    '0..255',
    { size: 96, mean: [123.675, 116.28, 103.53], deviation: [58.395, 57.12, 57.375] },
    { size: 96, mean: [123.675, 116.28, 103.53], deviation: [58.395, 57.12, 57.375] },
  ],
  [
    'metadata as text',
    { imgsz: '[64, 64]', mean: '0', deviation: '255', layout: 'NHWC', order: 'BGR' },
    { size: 64, mean: [0, 0, 0], deviation: [255, 255, 255], layout: 'nhwc', order: 'bgr' },
  ],
  [
    'a processor that cuts the middle of squares',
    { do_center_crop: 'true', size: '{"height":252,"width":252}', crop_size: { height: 224, width: 224 } },
    { size: 224, scaled: 252 },
  ],
  [
    'a processor that cuts nothing',
    { do_center_crop: false, size: { height: 346, width: 346 }, crop_size: { height: 289, width: 289 } },
    { size: 346 },
  ],
  ['nothing', {}, {}],
])('what is said by %s is read', (_, fields, expected) => {
  expect(pictureFields(fields, 'x')).toEqual(expected);
});

test('what cannot be read is refused by name', () => {
  expect(() => pictureFields({ size: [224, 112] }, 'x.json')).toThrow(/size[^]*x\.json[^]*square/);
  expect(() => pictureFields({ mean: [1, 2] }, 'x')).toThrow(/mean/);
  expect(() => pictureFields({ layout: 'chw' }, 'x')).toThrow(/nchw or nhwc/);
});

test('files beside the model are read, what is given comes first', async () => {
  const file = writeToyOnnx(fileOf('model.onnx'), { input: ['B', 3, 'H', 'W'] });
  const plain = await describeOnnxModel(file);
  expect(plain.said.join()).toMatch(/224 pixels \(assumed, as ImageNet\)/);
  expect(plain.config).toMatchObject({ mean: [0, 0, 0], deviation: [1, 1, 1] });
  const sidecar = join(dirname(file), 'preprocessor_config.json');
  writeFileSync(sidecar, JSON.stringify(clip));
  const { config, said } = await describeOnnxModel(file, { size: 160 });
  expect(config).toMatchObject({ ...clipFields, size: 160, layout: 'nchw' });
  expect(said.join()).toContain(`(by ${sidecar})`);
  expect(said.join()).toContain('160 pixels (as given)');
  writeFileSync(sidecar, '[1');
  await expect(describeOnnxModel(file)).rejects.toThrow(/no JSON object[^]*preprocessor_config/);
});
