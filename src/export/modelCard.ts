import type { ExportedModel, FailedExport } from './exportedModel.js';
import type { ExportFormat } from './exportedFiles.js';
import { fedPixels } from './fedPixels.js';
import type { Attribution, Dataset } from '../datasets/types.js';
import { galleryModelsOf, type GalleryConfig } from '../extraction/galleryConfig.js';
import type { RunConfig } from '../experiments/runConfig.js';
import type { RunRecord } from '../experiments/runRecord.js';
import type { QueryModel } from '../models/queryModel.js';
import type { QueryModelConfig } from '../models/queryModelConfig.js';
import type { FrozenFeatures } from '../trainedModels/frozenFeatures.js';
import { limitsOf } from './limits.js';
import { pictureLicences, weightLicences } from './licences.js';
import { inputName, outputName, type Plan } from './plan.js';
import { preparationOf } from '../trainedModels/preparation.js';
import { describePreparation } from '../trainedModels/describePreparation.js';
import type { SavedRun } from '../trainedModels/savedRun.js';

/** Everything that a user of an exported query model should know; `model-card.json`, and `README.md` for reading. */
export interface ModelCard {
  formatVersion: 1;
  name: string;
  architecture: {
    query: QueryModelConfig;
    /** The frozen network in front of a head, part of the exported files. */
    frozenNetwork?: { name: string; size: number; pooling: string };
    /** Operations of the exported graph. */
    steps: number;
  };
  parameters: {
    trained: number;
    /** Numbers in the exported files, batch norms folded into the convolutions. */
    stored: number;
  };
  /** Floating point operations for one picture, two per multiply-add. */
  flops: number;
  input: {
    name: string;
    size: number;
    /** Side of the square that a picture is brought to, of which the middle of `size` is taken. */
    scaled: number;
    channels: 'RGB';
    range: [0, 255];
    /** Of the values that are fed: they are taken as they are. */
    mean: readonly number[];
    deviation: readonly number[];
    /** Order of the axes in the files of each format. */
    layouts: Partial<Record<ExportFormat, 'nchw' | 'nhwc'>>;
    preparation: string;
  };
  output: { name: string; dimension: number; length: 1 };
  /** The gallery whose vectors the embeddings are compared with; null where no training run tells. */
  gallery: {
    name: string | undefined;
    model: GalleryConfig;
    treatment: string;
    dimension: number;
  } | null;
  training: {
    runId: string;
    commit: string | undefined;
    startedAt: string | undefined;
    config: RunConfig;
    scores: Partial<RunRecord>;
  } | null;
  exports: ExportedModel[];
  /** What was asked for and not written. */
  failed: FailedExport[];
  /** What is to be known of the pictures on which the files were compared, in sentences. */
  notes: string[];
  /** Of this model, as model hubs write it; `unknown` where nobody named one. */
  licence: string;
  licences: { weights: Attribution[]; pictures: Attribution[] };
  limits: string[];
}

/** What a card is made of. */
export interface CardParts {
  model: QueryModel;
  plan: Plan;
  features: FrozenFeatures | undefined;
  run: SavedRun | undefined;
  /** The data set of the training run, where it has been opened. */
  dataset: Dataset | undefined;
  exports: ExportedModel[];
  failed: FailedExport[];
  licence: string;
  notes: string[];
}

/** Gathers the card of an export. */
export function modelCard(parts: CardParts): ModelCard {
  const { model, plan, features, run, dataset, exports, failed, licence, notes } = parts;
  const config = run?.manifest.config;
  const preparation = preparationOf(plan.size, config);
  const pretrained = 'pretrained' in model.config && model.config.pretrained ? [model.config.kind] : [];
  const networks = [
    ...pretrained,
    ...(features ? [features.name] : []),
    ...(config ? galleryModelsOf(config.gallery).map(({ name }) => name) : []),
  ];
  return {
    formatVersion: 1,
    name: model.name,
    architecture: {
      query: model.config,
      ...(features && {
        frozenNetwork: { name: features.name, size: features.size, pooling: features.pooling },
      }),
      steps: plan.steps.length,
    },
    parameters: { trained: model.parameterCount, stored: storedNumbers(plan) },
    flops: model.flops,
    input: {
      name: inputName,
      size: plan.size,
      scaled: preparation.scaled,
      channels: 'RGB',
      range: [0, 255],
      mean: fedPixels.mean,
      deviation: fedPixels.deviation,
      layouts: Object.fromEntries(exports.map(({ format }) => [format, fedPixels.layouts[format]])),
      preparation: `${describePreparation(preparation, config?.dataset)} Means and deviations of the channels are applied inside the exported model.`,
    },
    output: { name: outputName, dimension: plan.dimension, length: 1 },
    gallery: config
      ? {
          name: run.record.galleryModel,
          model: config.gallery,
          treatment: config.galleryTreatment,
          dimension: plan.dimension,
        }
      : null,
    training: config
      ? {
          runId: run.manifest.runId,
          commit: run.manifest.commit,
          startedAt: run.manifest.startedAt,
          config,
          scores: run.record,
        }
      : null,
    exports,
    failed,
    notes,
    licence,
    licences: {
      weights: weightLicences(networks),
      pictures: config ? pictureLicences(config.dataset, dataset) : [],
    },
    limits: limitsOf({ model, features, run, exports }),
  };
}

function storedNumbers({ steps }: Plan): number {
  return steps.reduce((sum, step) => {
    switch (step.kind) {
      case 'convolution':
      case 'linear':
        return sum + step.kernel.length + step.bias.length;
      case 'normalise':
        return sum + step.mean.length + step.deviation.length;
      default:
        return sum;
    }
  }, 0);
}
