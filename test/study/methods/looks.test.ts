import { describe, expect, test } from 'vitest';
import { inLegendOrder, methodLabel, methodLooks } from '../../../src/study/methods/looks.js';
import { methodIds } from '../../../src/study/methods/methods.js';
import { references } from '../../../src/study/methods/references.js';

const known = [...methodIds, ...Object.keys(references)];

describe('the looks of methods', () => {
  test('gives all known and six unknown methods different colours and markers', () => {
    const ids = [...known, 'a', 'b', 'c', 'd', 'e', 'f'];
    const looks = [...methodLooks(ids).values()];
    expect(new Set(looks.map((style) => style.color)).size).toBe(ids.length);
    expect(new Set(looks.map((style) => style.symbol)).size).toBe(ids.length);
  });

  test('gives a method the same look whatever it is drawn with', () => {
    const alone = methodLooks(['rankOrderPreservation']).get('rankOrderPreservation');
    const among = methodLooks(['x', 'regression', 'rankOrderPreservation']).get('rankOrderPreservation');
    expect(alone).toEqual(among);
    expect(alone!.color).toBe('#D55E00');
  });

  test('labels an unknown method by its id and takes its colour by order among the unknown ones', () => {
    const looks = methodLooks(['regression', 'mine', 'yours']);
    expect(looks.get('mine')).toEqual({ ...methodLooks(['mine']).get('mine')! });
    expect(looks.get('mine')!.color).not.toBe(looks.get('yours')!.color);
    expect(methodLabel('mine')).toBe('mine');
  });

  test('lists known methods in a fixed order before unknown ones', () => {
    expect(inLegendOrder(['new', 'contextualSimilarityBank', 'regression', 'new'])).toEqual([
      'regression',
      'contextualSimilarityBank',
      'new',
    ]);
  });

  test('puts what is no method beside the family it is drawn with, else behind all methods', () => {
    const ids = [
      'symmetricGallery',
      'monotonicSimilarity',
      'contextualSimilarityRetuned',
      'structureSimilarity',
    ];
    expect(inLegendOrder(ids)).toEqual([...ids].reverse());
  });

  test('have names that differ and fit three to a row of a legend', () => {
    const labels = known.map(methodLabel);
    expect(labels.filter((label) => label.length > 33)).toEqual([]);
    expect(new Set(labels).size).toBe(labels.length);
  });
});
