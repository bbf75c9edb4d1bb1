import { describe, expect, test } from 'vitest';
import { families } from '../../../src/study/methods/families.js';
import { traces } from '../../report/plots/figureParts.js';
import { familyFigures } from './samples.js';

describe('bars of all systems', () => {
  const bars = traces(familyFigures.systemBars).filter(({ type }) => type === 'bar');

  test('are one trace per family, in its colour', () => {
    expect(bars.map(({ name }) => name)).toEqual([
      'Embeddings copied',
      'Softmax of scores',
      'Order only',
      'Negative control',
    ]);
    const order = families.find(({ id }) => id === 'order')!;
    expect(new Set(bars[2].marker.color)).toEqual(new Set([order.color]));
  });

  test('are sorted over all families', () => {
    const { categoryarray } = familyFigures.systemBars.layout.yaxis as { categoryarray: string[] };
    expect(categoryarray.at(-1)).toBe('CSD (bank)');
    expect(categoryarray[0]).toBe('RKD (Park 2019)');
  });

  test('show both references', () => {
    const texts = familyFigures.systemBars.layout.annotations!.map(({ text }) => text);
    expect(texts).toEqual(['query model alone: 31.0\u00a0%', 'gallery model: 53.3\u00a0%']);
  });
});
