import type { Run } from '../experiments/runOptions.js';
import type { MeasuredEstimate, MeasureName } from '../experiments/runManifest.js';

const consistency: [MeasureName, string][] = [
  ['orderConsistency10', "pairs of the gallery model's first 10 in its order, %"],
  ['overlap10', "of the gallery model's first 10 among the first 10, %"],
  ['kendallTau', "Kendall's tau-b over the whole gallery"],
];

const precision: [MeasureName, string][] = [
  ['mapSymmetricGallery', 'gallery model alone'],
  ['mapAsymmetric', 'query model against the gallery'],
  ['mapSymmetricQuery', 'query model alone, with a gallery of its own'],
];

/**
 * How well a trained query model searches, in lines: how far it keeps the gallery model's order and, where labels say what is
 * right, mAP beside that of both models alone. Each with its number of queries and its 95 % interval over them.
 */
export function describeMeasures({ manifest }: Pick<Run, 'manifest'>): string[] {
  const { measures, queries } = manifest;
  if (!measures || !queries) return [];
  const lines = (names: [MeasureName, string][]): string[] =>
    names.map(([name, words]) => `  ${inNumbers(name, measures[name])}  ${words}`);
  return [
    `Order, on ${queries.all} pictures that did not train (95 % interval over them):`,
    ...lines(consistency),
    ...(queries.withPositive === 0
      ? ['mAP is not known: no label repeats among the pictures that were searched.']
      : [
          `mAP in %, on ${queries.withPositive} of them, which have something right to find:`,
          ...lines(precision),
        ]),
  ];
}

function inNumbers(name: MeasureName, { mean, low, high }: MeasuredEstimate): string {
  const isTau = name === 'kendallTau';
  const text = (value: number | null): string =>
    (isTau ? (value ?? NaN) : 100 * (value ?? NaN)).toFixed(isTau ? 2 : 1);
  return `${text(mean).padStart(5)} (${text(low)} to ${text(high)})`.padEnd(22);
}
