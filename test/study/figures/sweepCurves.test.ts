import { describe, expect, test } from 'vitest';
import { sweepCurves } from '../../../src/study/figures/sweepCurves.js';
import { traces } from '../../report/plots/figureParts.js';
import { familyFigures, sweep } from './samples.js';

describe('a sweep', () => {
  test('rings the chosen value in both panels', () => {
    const rings = traces(familyFigures.sweepOfNumbers).filter(({ marker }) => marker.symbol === 'circle-open');
    expect(rings.map(({ x }) => x)).toEqual([
      [0.1, 0.1],
      [0.1, 0.1],
    ]);
    expect(rings[0].y).toEqual([36.5, 31.5]);
    expect(rings[1].y).toEqual([61, 61]);
  });

  test('sets texts side by side as words', () => {
    expect(familyFigures.sweepOfTexts.layout.xaxis).toMatchObject({
      tickvals: [0, 1],
      ticktext: ['batch', 'inverse<br>position'],
    });
  });

  test('says nothing of a ring when no value was chosen', () => {
    const figure = sweepCurves(
      sweep([1, 2]).map((run) => ({ ...run, chosen: false })),
      { label: 'K' },
    );
    expect(JSON.stringify(figure.layout.title)).not.toContain('ringed');
  });
});
