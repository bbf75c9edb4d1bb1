import type { Dataset } from '../../datasets/types.js';
import { anchoredName } from '../../experiments/anchoredSplit.js';
import type { Run } from '../../experiments/runOptions.js';
import { decimals, percent } from '../../report/plots/formatting.js';
import { toMarkdownTable } from '../../report/tables/writeTable.js';
import { verdictOf } from '../analysis/pairedGain.js';
import { methodLabel } from '../methods/looks.js';
import { gainTableColumns, gainTableRows, rival, systemGains, type SystemGain } from './gains.js';
import { rankerSystems } from './systems.js';

/** Runs of the systems on one split: no ideas, no lists of other rankers, no other galleries. */
export const comparedRuns = (runs: readonly Run[], split: string): Run[] =>
  systemRuns(runs, split).filter(
    ({ record, manifest }) => record.galleryTreatment === 'raw' && manifest.config.gallery.name !== 'fused',
  );

/** The same on every gallery. */
export const systemRuns = (runs: readonly Run[], split: string): Run[] =>
  runs.filter(({ record }) => record.split === split && Object.hasOwn(rankerSystems, record.loss));

/**
 * What pages say of the study of rankers: whether the order of a better ranker beats the best-set distillation, for each query
 * model, and the table of all gains.
 */
export function rankerSection(gains: readonly SystemGain[]): string {
  if (gains.length === 0) return 'Not run yet.';
  const models = [...new Set(gains.map(({ queryModel }) => queryModel))];
  const sentences = models.map((model) => sentenceOf(gains.filter(({ queryModel }) => queryModel === model)));
  return [
    ...sentences.map((sentence) => `- ${sentence}`),
    '',
    toMarkdownTable(gainTableRows(gains), gainTableColumns),
  ].join('\n');
}

/** The same of the main query model in one sentence, for a first reader. */
export function rankerFinding(gains: readonly SystemGain[], queryModel: string): string {
  const own = gains.filter((gain) => gain.queryModel === queryModel);
  return own.length === 0 ? 'Not run yet.' : `- ${sentenceOf(own)}`;
}

/** What the gallery's own pictures add as further anchors. */
export interface AnchorGains {
  /** Of every system over the best-set distillation, both trained without those pictures. */
  training: SystemGain[];
  /** The same with them. */
  both: SystemGain[];
  /** mAP of the gallery model itself, per cent. */
  galleryMap: number;
}

/**
 * The gains with the gallery's own pictures as anchors and without them.
 * @param runs all of the study
 * @param split of which the gallery's pictures train
 */
export function anchorGains(runs: readonly Run[], dataset: Dataset, split: string): AnchorGains {
  const [training, both] = (['training', 'both'] as const).map((anchors) =>
    systemGains(comparedRuns(runs, anchoredName(split, anchors)), dataset),
  ) as [SystemGain[], SystemGain[]];
  return {
    training: training.filter(({ queryModel }) => both.some((gain) => gain.queryModel === queryModel)),
    both,
    galleryMap: comparedRuns(runs, split)[0]?.record.mapSymmetricGallery ?? NaN,
  };
}

/** The same systems with and without those pictures, a table each. */
export function anchorSection({ training, both, galleryMap }: AnchorGains): string {
  if (training.length === 0 || both.length === 0) return 'Not run yet.';
  const table = (gains: SystemGain[]): string => toMarkdownTable(gainTableRows(gains), gainTableColumns);
  return [
    `Training pictures alone: ${anchorSentence(training)}`,
    '',
    table(training),
    '',
    `Those and the gallery's: ${anchorSentence(both)} The gallery model itself reaches ${percent(galleryMap)}.`,
    '',
    table(both),
  ].join('\n');
}

/** The same in one sentence, for a first reader. */
export function anchorFinding({ both, galleryMap }: AnchorGains): string {
  if (both.length === 0) return 'Not run yet.';
  return `- With the gallery's own unlabelled pictures as further anchors, another protocol: ${anchorSentence(both)} The gallery model itself reaches ${percent(galleryMap)} there.`;
}

/** The best system, its query model left out: there is one only. */
const anchorSentence = (gains: readonly SystemGain[]): string => sentenceOf(gains).replace(/^[^:]+: /, '');

const verdicts = { gain: 'Yes', loss: 'No', tie: 'Within the noise of the classes' } as const;

/** The best of the systems that learn from a ranker's order, against the best-set distillation. */
function sentenceOf(gains: readonly SystemGain[]): string {
  const ours = gains.filter(({ system }) => !system.startsWith(rival));
  const best = ours.reduce((a, b) => (b.gain > a.gain ? b : a));
  const { queryModel, system, mapAsymmetric, against, gain, overQueries, overClasses } = best;
  const verdict = verdicts[verdictOf({ low: overClasses[0], high: overClasses[1] })];
  const range = ([low, high]: [number, number]): string => `${decimals(low, 1)} to ${decimals(high, 1)}`;
  return `${queryModel}: ${verdict}. ${methodLabel(system)} reaches ${percent(mapAsymmetric)} mAP, CSD ${percent(against)}: ${decimals(gain, 1)} points more (${range(overQueries)} over queries, ${range(overClasses)} over classes).`;
}
