import type { Run } from '../experiments/runOptions.js';
import type { MeasuredEstimate, MeasureName } from '../experiments/runManifest.js';

/** How far the gallery model's order is kept, with the words for each number. */
export const consistencyMeasures: [MeasureName, string][] = [
  ['orderConsistency10', "pairs of the gallery model's first 10 in its order, %"],
  ['overlap10', "of the gallery model's first 10 among the first 10, %"],
  ['kendallTau', "Kendall's tau-b over the whole gallery"],
];

/** mAP of the ways to search, with the words for each number. */
export const precisionMeasures: [MeasureName, string][] = [
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
    ...lines(consistencyMeasures),
    ...(queries.withPositive === 0
      ? ['mAP is not known: no two of the searched pictures share a label.']
      : [
          `mAP in %, on ${queries.withPositive} of them, which have something right to find:`,
          ...lines(precisionMeasures),
        ]),
  ];
}

function inNumbers(name: MeasureName, estimate: MeasuredEstimate): string {
  const { value, interval } = measureWords(name, estimate);
  return `${value.padStart(5)} (${interval})`.padEnd(22);
}

/** A measure and its interval as they are read: per cent with a decimal, tau with two. */
export function measureWords(
  name: MeasureName,
  { mean, low, high }: MeasuredEstimate,
): { value: string; interval: string } {
  const isTau = name === 'kendallTau';
  const text = (value: number | null): string =>
    (isTau ? (value ?? NaN) : 100 * (value ?? NaN)).toFixed(isTau ? 2 : 1);
  return { value: text(mean), interval: `${text(low)} to ${text(high)}` };
}
