import { describe, expect, test } from 'vitest';
import { relevanceFromLabels } from '../../../src/retrieval/ranking/relevance.js';

describe('relevanceFromLabels', () => {
  test('takes equal labels as positives, without junk and the query itself', () => {
    const relevance = relevanceFromLabels({
      queryLabels: [1, 2],
      galleryLabels: [1, 2, 1, 1, 2],
      selfInGallery: [0, -1],
      junk: [[3, 1, 3], []],
    });
    expect(relevance.positives.map((rows) => [...rows])).toEqual([[2], [1, 4]]);
    expect(relevance.ignored.map((rows) => [...rows])).toEqual([[0, 1, 3], []]);
  });

  test('refuses labels that are no numbers', () => {
    const labels = { queryLabels: [1], galleryLabels: [1, 2] };
    expect(() => relevanceFromLabels({ ...labels, queryLabels: [NaN] })).toThrow(/queryLabels\[0\]/);
    expect(() => relevanceFromLabels({ ...labels, galleryLabels: [1, NaN] })).toThrow(/galleryLabels\[1\]/);
  });

  test('refuses rows outside the gallery and lists of another length', () => {
    const labels = { queryLabels: [1], galleryLabels: [1, 2] };
    expect(() => relevanceFromLabels({ ...labels, selfInGallery: [2] })).toThrow(/query 0/);
    expect(() => relevanceFromLabels({ ...labels, junk: [[-1]] })).toThrow(/query 0/);
    expect(() => relevanceFromLabels({ ...labels, selfInGallery: [] })).toThrow(/selfInGallery/);
    expect(() => relevanceFromLabels({ ...labels, junk: [] })).toThrow(/junk/);
  });
});
