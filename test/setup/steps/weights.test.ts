import { describe, expect, test } from 'vitest';
import { load } from '../load.js';

type Names = (typed: string[]) => string[];
type Step = (name: string, folder?: string) => { products: (context: unknown) => string[] };
const { namedWeights, weightsStep } = await load<{ namedWeights: Names; weightsStep: Step }>(
  'steps/weights.mjs',
);

test('weights come into the folder that is named, else into that of the workspace', () => {
  const context = { paths: { weights: '/clone/data/weights' } };
  const [here, there] = [weightsStep('squeezeNet'), weightsStep('squeezeNet', '/mine')];
  expect(here.products(context)).toEqual(['/clone/data/weights/squeezenet_weights.pkl']);
  expect(there.products(context)).toEqual(['/mine/squeezenet_weights.pkl']);
});

describe('namedWeights', () => {
  test('takes whole names and their ends in any case', () => {
    expect(namedWeights(['lite0', 'SqueezeNet', 'mobilenetv2'])).toEqual([
      'efficientNetLite0',
      'squeezeNet',
      'mobileNetV2',
    ]);
  });

  test.each(['lite9', ''])('refuses %j', (name) => {
    expect(() => namedWeights([name])).toThrow('no weights are named');
  });
});
