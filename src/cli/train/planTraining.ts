import { isNamedBenchmark } from '../../datasets/benchmarks/namedBenchmark.js';
import { isNamedDataset } from '../../datasets/describeDataset.js';
import { findSplit } from '../../datasets/findSplit.js';
import { heldOutName } from '../../datasets/heldOutSplit.js';
import { openDataset } from '../../datasets/openDataset.js';
import { galleryModelsOf, type GalleryConfig } from '../../extraction/galleryConfig.js';
import type { RunConfig } from '../../experiments/runConfig.js';
import { bankNeighbours } from '../../losses/lossConfig.js';
import { selectBackend } from '../../compute/backend/selectBackend.js';
import { pretrainedNetwork } from '../../models/pretrained.js';
import { secondsOfNetwork } from '../../rehearsal/secondsOfNetwork.js';
import { sizeRun, timedSide } from '../../rehearsal/sizeRun.js';
import { frozenName } from '../../trainedModels/frozenFeatures.js';
import { trainConfig, type TrainChoices } from './trainConfig.js';

/** Pictures in the batch that is timed. */
const timedPictures = 16;

export interface PlanChoices extends TrainChoices {
  /** How long preparing the query model's pictures and training may take. */
  minutes: number;
  /** Share of the pictures that is held out, for pictures of one's own. */
  holdOut?: number;
}

export interface TrainingPlan {
  config: RunConfig;
  /** What was chosen by itself, a line each with the option that changes it. */
  said: string[];
}

/** The configuration of a training; for pictures of the user's own with sizes that suit them and the time. */
export async function planTraining({ minutes, holdOut, ...choices }: PlanChoices): Promise<TrainingPlan> {
  const split = choices.split ?? (holdOut === undefined ? undefined : `${heldOutName}:${holdOut}`);
  const chosen = { ...choices, ...(split !== undefined && { split }) };
  const plain = await trainConfig(chosen);
  if (isNamedDataset(plain.dataset) || isNamedBenchmark(plain.dataset)) return { config: plain, said: [] };
  const dataset = await openDataset(plain.dataset, undefined, plain);
  const { fit, choosing = [], description } = findSplit(dataset, plain.split);
  const sizes = sizeRun({
    fit: fit.length,
    all: dataset.records.length,
    choosing: choosing.length,
    secondsPerPicture: plain.query.kind === 'head' ? await secondsOfFrozenNetwork() : 0,
    minutes,
  });
  const config = await trainConfig(chosen, { sizes, longestList: fit.length });
  return { config, said: [`Pictures: ${description} (--split, --hold-out)`, ...described(config, plain)] };
}

/** What the frozen network in front of a head takes for a small picture on this machine. */
async function secondsOfFrozenNetwork(): Promise<number> {
  await selectBackend();
  return secondsOfNetwork(pretrainedNetwork(frozenName), timedSide, timedPictures);
}

function galleryModels(gallery: GalleryConfig): string[] {
  const models = galleryModelsOf(gallery);
  const names = models.map(
    (model) => `${model.name === 'onnx' ? model.file : model.name} at ${model.size} px`,
  );
  return names.length === 0
    ? []
    : [`Gallery model: ${names.join(' and ')} embeds the pictures (--vectors, --set gallery=...)`];
}

function described(config: RunConfig, plain: RunConfig): string[] {
  const { query, training, featureSize, gallery } = config;
  const lists = bankNeighbours(config.loss);
  const length = lists === 0 ? '' : `, lists of ${lists}`;
  const shortened = lists < bankNeighbours(plain.loss) ? ', as many as there are training pictures' : '';
  const best = training.keep === 'best' ? ', the best state kept' : '';
  const model =
    query.kind === 'head'
      ? `a head (bottleneck ${query.bottleneck}) on frozen MobileNetV2 at ${featureSize} px (--query, --set featureSize=...)`
      : `${query.kind} (--query)`;
  return [
    ...galleryModels(gallery),
    `Method: ${config.method}${length}${shortened} (--method)`,
    `Query model: ${model}`,
    `Training: ${training.epochs} epochs in batches of ${training.batchSize}${best} (--minutes, --epochs, --set training.batchSize=...)`,
  ];
}
