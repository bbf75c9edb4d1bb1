import { ProblemList } from '../base/problems/problem.js';
import type { Progress } from '../base/progress.js';
import { findSplit } from '../datasets/findSplit.js';
import { openDataset } from '../datasets/openDataset.js';
import { knownLabels, labelsOf } from '../datasets/splitLabels.js';
import type { Dataset, RetrievalSplit } from '../datasets/types.js';
import { comparedBy, givesScores } from '../rankers/rankerConfig.js';
import { anchoredSplit } from '../experiments/anchoredSplit.js';
import type { RunConfig } from '../experiments/runConfig.js';
import { bankNeighbours, checkScores, lossesThat, rankersOf } from '../losses/lossConfig.js';
import { hasWeights, weightPath } from '../models/weightFiles.js';
import { isPretrainedName } from '../models/pretrainedWeights.js';
import { checkPictures, checkVectors, type RunCheckNotes } from './checkData.js';
import { checkMachine, machineRoom } from './checkMachine.js';
import { checkRankers } from './checkRankers.js';
import { checkReplaced, checkSaving } from './checkSaving.js';
import { galleryDimension } from './galleryDimension.js';
import { diskBytes, memoryBytes } from './runBytes.js';
import { throwAll } from './throwAll.js';
import { frozenName } from '../trainedModels/frozenFeatures.js';

export interface RunCheckOptions {
  /** Folder that the model will be saved to. */
  out?: string;
  /** Whether a model there that was trained with another configuration may be replaced. */
  overwrite?: boolean;
  onProgress?: Progress;
}

/**
 * Finds out before anything is embedded or trained what would stop a run: lists longer than the training set, labels that a
 * loss needs, vectors and lists that do not belong to the pictures, a loss that can't be saved, a folder that can't be written.
 *
 * @throws RetrievalError (usage) that lists all of it.
 * @example
 * const notes = await checkRun(
 *   parseRunConfig({
 *     dataset: 'photos',
 *     split: 'heldOut',
 *     gallery: { name: 'vectors', file: 'vectors.npz' },
 *     query: { kind: 'smallCnn', size: 32 },
 *     loss: { kind: 'featureRegression' },
 *   }),
 * );
 * console.log(notes[0]!.split(',')[0]); // Vectors: 24 pictures found by array "ids" of vectors.npz
 */
export async function checkRun(config: RunConfig, options: RunCheckOptions = {}): Promise<RunCheckNotes> {
  const dataset = await openDataset(config.dataset, options.onProgress, config);
  const split = anchoredSplit(findSplit(dataset, config.split), config.anchors);
  checkScores(config.loss, givesScores);
  const problems = new ProblemList();
  checkSizes(config, split, problems);
  checkLabels(config, dataset, split, problems);
  await checkRankers(rankersOf(config.loss), dataset, split, problems);
  checkWeights(config, problems);
  if (options.out !== undefined) {
    await checkSaving(config, options.out, problems);
    if (!options.overwrite) await checkReplaced(config, options.out, problems);
  }
  const notes = await checkPictures(dataset, problems, options.onProgress);
  notes.push(...(await checkVectors(config, dataset, problems)));
  await checkRoom(config, dataset, split, problems);
  throwAll(problems, 'The run', config.dataset);
  if (!knownLabels(dataset, split).queryLabels) {
    notes.push('No two of the searched pictures share a label: the report has the order, and no mAP.');
  }
  return notes;
}

function checkSizes({ loss, training }: RunConfig, split: RetrievalSplit, problems: ProblemList): void {
  const fit = split.fit.length;
  const asked = bankNeighbours(loss);
  if (asked > fit) {
    problems.error({
      what: 'The lists of the loss are longer than the training set',
      where: 'loss: neighbours.count',
      expected: `at most ${fit}, one for each training picture`,
      found: String(asked),
      fix: `set it with --set loss.neighbours.count=${fit}, or name a method, which takes what there is`,
    });
  }
  const parts = { fit: 'to train on', queries: 'to search with', gallery: 'to search' } as const;
  for (const part of ['fit', 'queries', 'gallery'] as const) {
    if (split[part].length > 0) continue;
    problems.error({
      what: `There are no pictures ${parts[part]}`,
      where: `split ${split.name}`,
      expected: 'at least one',
      found: '0',
      fix: 'add pictures, or take another split',
    });
  }
  if (fit === 1 || training.batchSize < 2) {
    problems.error({
      what: 'A step needs two pictures or more',
      where: 'training.batchSize',
      expected: 'two training pictures at least',
      found: `${fit} training pictures, batches of ${training.batchSize}`,
      fix: 'add pictures',
    });
  }
}

function checkLabels(
  { loss }: RunConfig,
  dataset: Dataset,
  split: RetrievalSplit,
  problems: ProblemList,
): void {
  const kinds = lossesThat(loss, 'needsLabels');
  if (kinds.length === 0) return;
  const labels = labelsOf(dataset, split.fit);
  const [classes, unlabelled] = [new Set(labels).size, labels.filter((label) => label < 0).length];
  if (unlabelled === 0 && classes >= 2) return;
  problems.error({
    what: `${kinds.join(' and ')} learns from labels`,
    where: `the training pictures of split ${split.name}`,
    expected: 'a label for each of them, and two different ones at least',
    found: unlabelled > 0 ? `${unlabelled} of ${labels.length} without a label` : `${classes} label`,
    fix: 'put each label into a folder of its own, or train with a method that learns from the gallery model alone, for example --method rankOrderPreservation',
  });
}

/** The frozen network of a head, the gallery model and those that rankers compare need their pretrained weights. */
function checkWeights({ query, gallery, loss }: RunConfig, problems: ProblemList): void {
  const compared = rankersOf(loss).flatMap(comparedBy);
  const needsFrozen = query.kind === 'head' || compared.some(({ name }) => name === 'queryFeatures');
  const models = [gallery, ...compared].flatMap((one) => (one.name === 'fused' ? one.of : [one]));
  const names = [...(needsFrozen ? [frozenName] : []), ...models.map(({ name }) => name)];
  const needed = names.filter(isPretrainedName);
  for (const name of new Set(needed)) {
    if (hasWeights(name)) continue;
    problems.error({
      what: `The pretrained weights of ${name} are missing`,
      where: weightPath(name),
      expected: 'the file that set-up puts there',
      found: 'no file',
      fix: 'run `npx asym data weights`',
    });
  }
}

/** Memory and disk for what the run is known to hold. */
async function checkRoom(
  config: RunConfig,
  { records }: Dataset,
  { fit, queries, gallery }: RetrievalSplit,
  problems: ProblemList,
): Promise<void> {
  const dimension = await galleryDimension(config).catch(() => undefined);
  // What is wrong with the file of vectors is among the problems already.
  if (!dimension) return;
  const counts = { fit: fit.length, queries: queries.length, gallery: gallery.length, all: records.length };
  const needs = {
    memory: memoryBytes(config, counts, dimension.dimension),
    disk: diskBytes(config, counts, dimension.dimension),
  };
  checkMachine(needs, await machineRoom(), problems);
}
