import { describe, expect, test } from 'vitest';
import { translucent } from '../../../src/report/plots/theme.js';

describe('the theme', () => {
  test('writes colours with an opacity', () => {
    expect(translucent('#0072B2', 0.25)).toBe('rgba(0, 114, 178, 0.25)');
  });
});
