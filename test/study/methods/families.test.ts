import { describe, expect, test } from 'vitest';
import { families, familyOf, supervisionOf } from '../../../src/study/methods/families.js';

describe('families', () => {
  test('have colours and markers that differ', () => {
    expect(new Set(families.map(({ color }) => color)).size).toBe(families.length);
    expect(new Set(families.map(({ symbol }) => symbol)).size).toBe(families.length);
  });

  test('hold their methods and what is drawn with them', () => {
    expect(familyOf('listLikelihood').id).toBe('order');
    expect(familyOf('contextualSimilarityRetuned').id).toBe('softmax');
    expect(familyOf('symmetricGallery').id).toBe('other');
  });

  test('place unlisted ids by their spelling', () => {
    expect(familyOf('monotonicWithSlope').id).toBe('map');
    expect(familyOf('mappedScores').id).toBe('map');
    expect(familyOf('rankMatchingWithLabels').id).toBe('combined');
    expect(familyOf('monotonicWithLabels').id).toBe('combined');
    expect(familyOf('foundNetwork').id).toBe('other');
  });

  test('tell what a method is told by, also where it differs from its family', () => {
    expect(supervisionOf('queryAlone')).toBe('labels');
    expect(supervisionOf('compatibleTraining')).toBe('labels and gallery embeddings');
    expect(supervisionOf('rankDistribution')).toBe('gallery order');
    expect(supervisionOf('isotonicSimilarity')).toBe('gallery order');
    expect(supervisionOf('rankOrderPublicForm')).toBe('gallery embeddings');
  });
});
