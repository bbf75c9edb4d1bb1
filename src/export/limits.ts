import { basename } from 'node:path';
import type { QueryModel } from '../models/queryModel.js';
import type { FrozenFeatures } from '../trainedModels/frozenFeatures.js';
import { straysOf } from './agreement.js';
import type { ExportedModel } from './exportedModel.js';
import type { SavedRun } from '../trainedModels/savedRun.js';

interface Parts {
  model: QueryModel;
  features: FrozenFeatures | undefined;
  run: SavedRun | undefined;
  exports: ExportedModel[];
}

/** What an exported query model cannot do, or what is not known of it, in plain sentences. */
export function limitsOf({ model, features, run, exports }: Parts): string[] {
  const has = (key: 'format' | 'weights', value: string) => exports.some((one) => one[key] === value);
  const strays = exports.filter(({ agreement }) => !agreement.isWithinTolerance);
  const isWithoutGallery = exports.some(({ agreement }) => agreement.gallery.of === 'query model');
  const onRandom = exports.some(({ agreement }) => agreement.source === 'random');
  const sentences: (string | false | undefined)[] = [
    run
      ? galleryLimit(run)
      : 'No run.json lay beside the model: its gallery model, its training and its scores are not known here, nor are the licences of its pictures.',
    'weights' in model.config &&
      model.config.weights &&
      `Training began with the weights in ${basename(model.config.weights)}, whose licence is not known here.`,
    run &&
      ('file' in run.manifest.config.gallery || 'weights' in run.manifest.config.gallery) &&
      'The gallery model is one of your own; its licence is not known here.',
    'Pictures have one fixed size; another size needs another export.',
    features &&
      `The frozen ${features.name} in front of the head is part of the files; most of their size is its weights, which were not trained here.`,
    has('format', 'tfjs-layers') &&
      'The layers model has layers that TensorFlow.js does not know: call registerLayers(tf) of the layers.js beside it before loading. The graph model needs nothing.',
    has('format', 'onnx') &&
      'The ONNX file takes pixels as [batch, 3, S, S]; the TensorFlow.js models take [batch, S, S, 3].',
    has('weights', 'int8') &&
      'int8 kernels have a scale for each output channel. The format of TensorFlow.js holds one for each kernel: there the factors of the channels stand in the graph, or in a layer behind the kernel.',
    (has('weights', 'int8') || has('weights', 'float16')) &&
      'int8 and float16 make files smaller, not computing faster: weights are widened to float32 before they are used.',
    onRandom &&
      'Agreement was measured on random pictures, which tell that the files compute the same, not how much real rankings change.',
    isWithoutGallery &&
      !onRandom &&
      'Agreement was measured without the gallery model, whose vectors were not at hand: among the embeddings of the query model itself.',
    ...strays.map(
      ({ folder, agreement }) =>
        `${folder} lies below its tolerance and was forced: ${straysOf(agreement).join('; ')}.`,
    ),
    model.config.kind === 'choiceNetwork' &&
      'The architecture was found by a search on the training pictures.',
  ];
  return sentences.filter((sentence) => typeof sentence === 'string');
}

function galleryLimit({ record, manifest: { config } }: SavedRun): string {
  const treated =
    config.galleryTreatment === 'raw'
      ? ''
      : `, ${config.galleryTreatment === 'centred' ? 'centred' : `whitened by ${config.galleryTreatment}`} with statistics of the training pictures`;
  return `Embeddings can be compared only with vectors of ${record.galleryModel ?? config.gallery.name}${treated}. Scores were measured on ${config.dataset}, split ${config.split}; on other pictures they may be much lower.`;
}
