import { mean } from '../../retrieval/metrics/bootstrap.js';
import { toMarkdownTable } from '../../report/tables/writeTable.js';
import type { DistractorResult } from './measureDistractors.js';
import { growthRows, qualityRows, slopeRows } from './scaleTable.js';
import type { ScaleResult } from './scaleResults.js';
import { searcherLooks } from './searcherLooks.js';

/** Size of the gallery in which query models are compared; in larger ones they find too little to tell them apart. */
export const comparedSize = 10_000;

/** What the page of scale takes from the results, by the names of its sections. */
export function scaleSections(
  results: readonly ScaleResult[],
  distractors: readonly DistractorResult[],
): Record<string, string> {
  const nothing = 'Not run yet.';
  if (results.length === 0)
    return {
      'scale-growth': nothing,
      'scale-slopes': nothing,
      'scale-quality': nothing,
      'scale-distractors': nothing,
    };
  const label = (id: unknown): string => searcherLooks.get(id as DistractorResult['searcher'])!.label;
  const quality = qualityRows(results).filter(({ vectors }) => vectors === comparedSize);
  return {
    'scale-growth': toMarkdownTable(growthRows(results), [
      'index',
      'search',
      'vectors',
      { key: 'buildSeconds', label: 'built in s', digits: 0 },
      { key: 'megabytes', label: 'MB on disk', digits: 0 },
      { key: 'p50', label: 'ms, median', digits: 1 },
      { key: 'p99', label: 'ms, p99', digits: 1 },
      { key: 'crowdedP50', label: 'of 8 clients, median', digits: 1 },
      { key: 'crowdedP99', label: 'p99', digits: 1 },
      { key: 'queriesPerSecond', label: 'queries/s', digits: 0 },
      { key: 'recall', label: 'found %', digits: 1 },
      { key: 'order', label: 'in order %', digits: 1 },
    ]),
    'scale-slopes': toMarkdownTable(slopeRows(results), [
      'index',
      'search',
      { key: 'query', label: 'time of a query', digits: 2 },
      { key: 'build', label: 'time of a build', digits: 2 },
    ]),
    'scale-quality': toMarkdownTable(
      quality.map((row) => ({ ...row, searcher: label(row.searcher) })),
      [
        'index',
        'search',
        { key: 'bytes', label: 'bytes', digits: 0 },
        { key: 'searcher', label: 'queries by' },
        { key: 'recall', label: 'found %', digits: 1 },
        { key: 'order', label: 'in order %', digits: 1 },
        { key: 'galleryOrder', label: "gallery model's order %", digits: 1 },
        { key: 'map', label: 'mAP@100 %', digits: 1, interval: ['mapLow', 'mapHigh'] },
        { key: 'mapExact', label: 'exact %', digits: 1 },
      ],
    ),
    'scale-distractors': distractorTable(distractors, label),
  };
}

function distractorTable(
  results: readonly DistractorResult[],
  label: (id: DistractorResult['searcher']) => string,
): string {
  const ids = [...new Set(results.map(({ searcher }) => searcher))];
  const rows = ids.map((id) => {
    const own = results.filter(({ searcher }) => searcher === id);
    const of = (key: 'alone' | 'real' | 'simulated'): number => 100 * mean(own.map((one) => one[key]));
    return { queries: label(id), alone: of('alone'), real: of('real'), simulated: of('simulated') };
  });
  return toMarkdownTable(rows, [
    { key: 'queries', label: 'queries by' },
    { key: 'alone', label: 'the gallery alone' },
    { key: 'real', label: 'with real pictures of other classes' },
    { key: 'simulated', label: 'with as many simulated ones' },
  ]);
}
