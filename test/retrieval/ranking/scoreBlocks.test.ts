import { describe, expect, test } from 'vitest';
import { checkGalleryRows } from '../../../src/retrieval/ranking/scoreBlocks.js';
import { matrixOf } from './matrices.js';

describe('checkGalleryRows', () => {
  const block = { ...matrixOf([[1], [NaN], [0]]), firstRow: 7 };

  test('looks at the rows whose similarity is suspicious', () => {
    expect(() => checkGalleryRows(block, Float32Array.of(0, 1, 1), 'tensorflow')).not.toThrow();
    expect(() => checkGalleryRows(block, Float32Array.of(1, NaN, 0), 'tensorflow')).toThrow(/row 8/);
    expect(() => checkGalleryRows(block, Float32Array.of(NaN, 1, 0), 'tensorflow')).toThrow(/row 9/);
  });

  test('looks at all rows where a shader may have hidden NaN', () => {
    expect(() => checkGalleryRows(block, Float32Array.of(1, 1, 1), 'webgpu')).toThrow(/row 8/);
  });
});
