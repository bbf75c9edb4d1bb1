import type { MeasureName } from '../../experiments/runManifest.js';
import {
  consistencyMeasures,
  measureWords,
  precisionMeasures,
} from '../../trainedModels/describeMeasures.js';
import type { SavedRun } from '../../trainedModels/savedRun.js';
import { html, Html } from '../notebook/html.js';
import { chartFigure } from '../page/chartFigure.js';
import { svgChart } from '../plots/svgChart.js';
import { lineColors } from '../plots/theme.js';

/** The numbers of the training run with their intervals, on how many queries, and the order by depth. */
export function numbersSection({ manifest, record }: SavedRun, hasLabels: boolean): Html {
  const { measures, queries } = manifest;
  if (!measures || !queries) return plainNumbers(record);
  const cards = (names: [MeasureName, string][]): Html =>
    html`<ul class="cards">
      ${names.map(([name, words]) => {
        const estimate = measures[name];
        if (!estimate) return '';
        const { value, interval } = measureWords(name, estimate);
        return html`<li>
          <b>${value}</b><span class="interval">95 %: ${interval}</span><span class="words">${words}</span>
        </li>`;
      })}
    </ul>`;
  return html`<h2 id="numbers">How good it is</h2>
    <p>
      Order of the ranking, on ${queries.all} pictures that did not train. The interval is over these queries.
    </p>
    ${cards(consistencyMeasures)}
    ${
      hasLabels && queries.withPositive > 0
        ? html`<p>mAP in %, on the ${queries.withPositive} of them that have something right to find.</p>
            ${cards(precisionMeasures)}`
        : ''
    }`;
}

/** How much of the gallery model's order is kept, from the first pictures to deep in the ranking. */
export function depthSection({ manifest }: SavedRun): Html | string {
  const points = manifest.consistencyCurve ?? [];
  if (points.length < 2) return '';
  const color = lineColors[0];
  const line = {
    label: 'Pairs in order; band: 95 % over queries',
    color,
    points: points.map(({ depth, value, low, high }) => ({ x: depth, y: value, low, high })),
  };
  const chart = svgChart([line], {
    alt: `Order consistency by depth: ${points.map(({ depth, value }) => `${value.toFixed(0)} % at ${depth}`).join(', ')}.`,
    xLabel: 'depth k of the ranking (gallery pictures)',
    yLabel: 'order consistency@k (%)',
    ticks: points.map(({ depth }) => depth),
    logarithmic: true,
  });
  return html`<section id="depth">
    ${chartFigure(
      'How much of the order is kept, by depth',
      chart,
      [line],
      "Share of the pairs among the gallery model's first k pictures that the query model puts in the same order; 50 % is chance.",
    )}
  </section>`;
}

/** What runs of earlier code have: no intervals but one. */
function plainNumbers(record: SavedRun['record']): Html {
  const numbers: [string, number | undefined][] = [
    ['order consistency@10, %', record.orderConsistency10],
    ['mAP, query model against the gallery, %', record.mapAsymmetric],
    ['mAP, gallery model alone, %', record.mapSymmetricGallery],
  ];
  const known = numbers.filter((entry): entry is [string, number] => Number.isFinite(entry[1]));
  return html`<h2 id="numbers">How good it is</h2>
    <p>The run was made by an earlier version, which noted no intervals.</p>
    <ul class="cards">
      ${known.map(([words, value]) => html`<li><b>${value.toFixed(1)}</b><span class="words">${words}</span></li>`)}
    </ul>`;
}
