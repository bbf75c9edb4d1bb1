import { describe, expect, test } from 'vitest';
import { families, familyOf, supervisionOf } from '../../../src/study/methods/families.js';
import { methodStyles, styledMethods } from '../../../src/study/methods/looks.js';
import { methodIds } from '../../../src/study/methods/trials.js';

describe('families', () => {
  test.each(methodIds)('%s has a look of its own and belongs to exactly one family', (id) => {
    expect(styledMethods).toContain(id);
    expect(families.filter(({ methods }) => methods.includes(id))).toHaveLength(1);
  });

  test('list no method that is unknown to the theme', () => {
    const listed = families.flatMap(({ methods }) => methods);
    expect(listed.filter((id) => !styledMethods.includes(id))).toEqual([]);
  });

  test('have colours and markers that differ', () => {
    expect(new Set(families.map(({ color }) => color)).size).toBe(families.length);
    expect(new Set(families.map(({ symbol }) => symbol)).size).toBe(families.length);
  });

  test('place unlisted ids by their spelling', () => {
    expect(familyOf('monotonicWithSlope').id).toBe('map');
    expect(familyOf('mappedScores').id).toBe('map');
    expect(familyOf('rankMatchingWithLabels').id).toBe('combined');
    expect(familyOf('foundNetwork').id).toBe('other');
  });

  test('tell what a method is told by, also where it differs from its family', () => {
    expect(supervisionOf('queryAlone')).toBe('labels');
    expect(supervisionOf('compatibleTraining')).toBe('labels and gallery embeddings');
    expect(supervisionOf('rankDistribution')).toBe('gallery order');
    expect(supervisionOf('isotonicSimilarity')).toBe('gallery order');
    expect(supervisionOf('rankOrderPublicForm')).toBe('gallery embeddings');
  });

  test('names fit three to a row of a legend', () => {
    const labels = [...methodStyles(styledMethods).values()].map(({ label }) => label);
    expect(labels.filter((label) => label.length > 33)).toEqual([]);
    expect(new Set(labels).size).toBe(labels.length);
  });
});
