import { describe, expect, test } from 'vitest';
import { treatmentDots } from '../../../src/study/figures/treatmentDots.js';
import { traces } from '../../report/plots/figureParts.js';
import { familyFigures, treated } from './samples.js';

describe('treatments', () => {
  test('leave out methods with one treatment only', () => {
    const figure = treatmentDots([...treated, { ...treated[0], loss: 'ridgeMap' }]);
    expect(JSON.stringify(figure)).not.toContain('Ridge');
  });

  test('span a line from the lowest to the highest mAP of a method', () => {
    const [line] = traces(familyFigures.treatmentDots)
      .filter(({ mode }) => mode === 'lines')
      .slice(-2);
    expect(line.y[0]).toBe('Listwise rank preservation (ours)');
    expect(line.x).toEqual([37.5, 39.5]);
  });
});
