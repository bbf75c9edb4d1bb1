import type { SimilarityPairs } from '../../losses/mappings/points.js';
import { axis, composeFigure, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { ink, lineColors, translucent } from '../../report/plots/theme.js';
import { RetrievalError } from '../../errors.js';
import { identityLine, spanOf, type MapCurve } from '../../study/figures/mappingCurve.js';
import { short, sliderBelow } from './slider.js';

/** Points of the cloud that are drawn, evenly spaced in the list. */
const drawnPairs = 400;

/**
 * A monotone map over the pairs that it is fitted to, one state after the other; a slider goes through them.
 *
 * @param states the same gallery similarities in all of them
 * @throws RetrievalError without a state.
 * @example
 * await show(mappingSteps(pairs, [{ name: '0', ...mappingPoints(map) }]));
 */
export function mappingSteps(
  pairs: SimilarityPairs,
  states: readonly MapCurve[],
  options: FigureOptions = {},
): Figure {
  const [first] = states;
  if (!first) throw new RetrievalError({ what: 'A map that is fitted needs a state', found: 'none', kind: 'usage' });
  const step = Math.max(1, Math.ceil(pairs.gallery.length / drawnPairs));
  const some = (values: readonly number[]): number[] => values.filter((_, n) => n % step === 0).map(short);
  const last = states.length - 1;
  return composeFigure({
    title: options.title ?? 'The map moves to the relation of the two models',
    subtitle: options.subtitle ?? 'A point per pair of a query and a gallery picture. The slider goes through the steps',
    data: [
      {
        type: 'scatter',
        mode: 'markers',
        name: 'pairs',
        x: some(pairs.gallery),
        y: some(pairs.query),
        marker: { size: 5, color: translucent(ink.neutral, 0.5) },
        hoverinfo: 'skip',
      },
      identityLine(spanOf([...first.gallery]), {}),
      {
        type: 'scatter',
        mode: 'lines',
        name: 'the map',
        x: first.gallery.map(short),
        y: states[last]!.mapped.map(short),
        line: { color: lineColors[1], width: 4 },
      },
    ],
    legendRows: 1,
    headRoom: 44,
    layout: {
      xaxis: axis('Gallery similarity t', 'cosine'),
      yaxis: axis('Query similarity s and map m(t)'),
      legend: { orientation: 'h', x: 0, y: 1.01, yanchor: 'bottom' },
      ...sliderBelow(
        'steps of the optimiser: ',
        states.map(({ name, mapped }) => ({ label: name, method: 'restyle', args: [{ y: [mapped.map(short)] }, [2]] })),
        last,
      ),
    },
  });
}
