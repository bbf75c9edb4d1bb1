import { describe, expect, test } from 'vitest';
import { load } from '../load.js';

type Names = (typed: string[]) => string[];
const { namedWeights } = await load<{ namedWeights: Names }>('steps/weights.mjs');

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
