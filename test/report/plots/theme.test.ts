import { describe, expect, test } from 'vitest';
import {
  inLegendOrder,
  methodLabel,
  methodStyles,
  styledMethods,
  translucent,
} from '../../../src/report/plots/theme.js';

describe('the theme', () => {
  test('gives all known and six unknown methods different colours and markers', () => {
    const ids = [...styledMethods, 'a', 'b', 'c', 'd', 'e', 'f'];
    const styles = [...methodStyles(ids).values()];
    expect(new Set(styles.map((style) => style.color)).size).toBe(ids.length);
    expect(new Set(styles.map((style) => style.symbol)).size).toBe(ids.length);
  });

  test('gives a method the same style whatever it is drawn with', () => {
    const alone = methodStyles(['rankOrderPreservation']).get('rankOrderPreservation');
    const among = methodStyles(['x', 'regression', 'rankOrderPreservation']).get('rankOrderPreservation');
    expect(alone).toEqual(among);
    expect(alone!.color).toBe('#D55E00');
  });

  test('labels an unknown method by its id and takes its colour by order among the unknown ones', () => {
    const styles = methodStyles(['regression', 'mine', 'yours']);
    expect(styles.get('mine')).toEqual({ ...methodStyles(['mine']).get('mine')! });
    expect(styles.get('mine')!.color).not.toBe(styles.get('yours')!.color);
    expect(methodLabel('mine')).toBe('mine');
  });

  test('lists known methods in a fixed order before unknown ones', () => {
    expect(inLegendOrder(['new', 'contextualSimilarityBank', 'regression', 'new'])).toEqual([
      'regression',
      'contextualSimilarityBank',
      'new',
    ]);
  });

  test('writes colours with an opacity', () => {
    expect(translucent('#0072B2', 0.25)).toBe('rgba(0, 114, 178, 0.25)');
  });
});
