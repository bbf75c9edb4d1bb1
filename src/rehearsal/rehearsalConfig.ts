import { isNamedBenchmark } from '../datasets/benchmarks/namedBenchmark.js';
import { parseRunConfig, type RunConfig } from '../experiments/runConfig.js';
import { rankersOf, type CompleteLoss, type CompleteSingleLoss } from '../losses/lossConfig.js';
import type { LossConfigInput } from '../losses/registry.js';
import type { NeighbourSource } from '../losses/types.js';
import { queryModelRegistry } from '../models/queryModelRegistry.js';
import { smallRanker } from './smallRanker.js';
import { withoutWeights } from '../training/probeQueryModel.js';

/** Side of the pictures in a rehearsal. */
const side = 64;
const batchSize = 4;
/** Ranking lists and anchors that a replica of a few dozen pictures can fill. */
const listLength = 8;
const headChannels = 64;
/** Stands in for data sets that have no replica. */
const standIn = 'cub-200-2011';

const standInModel = { name: 'mobileNetV2', size: side, pooling: 'gem' } as const;

/** A configuration that goes through the steps of another in seconds, and what was changed for that. */
export interface Rehearsal {
  config: RunConfig;
  changes: string[];
}

/**
 * Shrinks a run to what a replica and a minute allow: the same data set's layout, kinds of model, losses, augmentation and
 * optimiser, with fewer and smaller of everything and without files that a user must bring.
 */
export function rehearsalConfig(config: RunConfig): Rehearsal {
  const { dataset, split, gallery, galleryPhotos, query, training, loss } = config;
  const hasReplica = isNamedBenchmark(dataset);
  const changed = parseRunConfig({
    ...config,
    dataset: hasReplica ? dataset : standIn,
    split: hasReplica ? split : 'official',
    gallery: standInModel,
    ...(galleryPhotos && { galleryPhotos: { ...galleryPhotos, longestSide: side } }),
    query: smallQuery(query),
    loss: smallLoss(loss),
    training: { ...training, epochs: 1, batchSize: Math.min(training.batchSize, batchSize) },
    featureSize: side,
  });
  return {
    config: changed,
    changes: [
      ...(hasReplica ? [] : [`data set ${dataset}: a replica of ${standIn} stands in`]),
      `gallery model ${gallery.name}: MobileNetV2 at ${side} px stands in`,
      ...(galleryPhotos ? [`photos for the gallery model: longest side ${side} px`] : []),
      `query model: random weights${'size' in query ? `, pictures of ${sizeOf(changed)} px` : ''}`,
      `training: 1 epoch of batches of ${changed.training.batchSize}`,
      `ranking lists and centroids: at most ${listLength}`,
      ...(rankersOf(loss).length > 0
        ? [
            `rankers: at most ${listLength} neighbours; cosine for lists of files, MobileNetV2 for other models`,
          ]
        : []),
    ],
  };
}

function smallQuery(query: RunConfig['query']): RunConfig['query'] {
  const plain = withoutWeights(query);
  // What sizes a registered query model can take, its own schema knows.
  if (queryModelRegistry.codeOf(query.kind)) return plain;
  return {
    ...plain,
    ...('size' in plain && { size: Math.min(plain.size, side) }),
    ...('head' in plain && plain.head && { head: { channels: headChannels } }),
  };
}

function sizeOf({ query }: RunConfig): number {
  return 'size' in query ? query.size : side;
}

function smallLoss(loss: CompleteLoss): LossConfigInput {
  return Array.isArray(loss)
    ? loss.map(({ weight, loss: part }) => ({ weight, loss: smallSingle(part) }))
    : smallSingle(loss);
}

function smallSingle(loss: CompleteSingleLoss): CompleteSingleLoss {
  const { neighbours, centroids } = loss as { neighbours?: NeighbourSource; centroids?: number };
  return {
    ...loss,
    ...(neighbours && { neighbours: smallSource(neighbours) }),
    ...(centroids && { centroids: Math.min(centroids, listLength) }),
  };
}

function smallSource(source: NeighbourSource): NeighbourSource {
  if (source.from === 'batch') return source;
  const count = Math.min(source.count, listLength);
  if (source.from !== 'ranker') return { ...source, count };
  const ranker = smallRanker(source.ranker, { most: listLength, vectors: standInModel });
  return { ...source, count, ranker };
}
