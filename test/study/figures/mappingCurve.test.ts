import { expect, test } from 'vitest';
import { mappingCurve } from '../../../src/study/figures/mappingCurve.js';
import { traces } from '../../report/plots/figureParts.js';

test('maps of one method have one entry in the legend', () => {
  const curve = { name: 'monotonicSimilarity', gallery: [0, 1], mapped: [0, 1] };
  const drawn = traces(mappingCurve([curve, curve, { ...curve, name: 'powerMapping' }])).slice(1);
  expect(drawn.map(({ showlegend }) => showlegend)).toEqual([true, false, true]);
});
