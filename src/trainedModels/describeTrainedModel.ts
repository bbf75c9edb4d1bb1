import type { QueryModel } from '../models/queryModel.js';
import type { Preparation } from './preparation.js';
import { describePreparation } from './describePreparation.js';
import type { SavedRun } from './savedRun.js';

/** What was trained on what, its size, its scores and the pictures that it takes, in sentences. */
export function describeTrainedModel(
  model: QueryModel,
  run: SavedRun | undefined,
  preparation: () => Preparation,
): string[] {
  const { name, parameterCount, flops, dimension } = model;
  const size = `Query model ${name}: ${parameterCount} trained weights, ${(flops / 1e6).toFixed(1)} MFLOPs a picture, embeddings of ${dimension} numbers.`;
  if (!run) return [size, 'How it was trained is not known: there is no run.json beside it.'];
  const {
    record,
    manifest: { config },
  } = run;
  const gallery = record.galleryModel ?? config.gallery.name;
  const vectors = config.galleryTreatment === 'raw' ? '' : `, vectors treated by ${config.galleryTreatment}`;
  return [
    size,
    `Trained with ${config.method} on ${config.dataset}, split ${config.split}, for the gallery model ${gallery}${vectors}.`,
    scores(record),
    `Pictures: ${describePreparation(preparation(), config.dataset)}`,
  ];
}

function scores({ mapAsymmetric, mapSymmetricQuery, mapSymmetricGallery }: SavedRun['record']): string {
  const each = [
    ['query model against the gallery', mapAsymmetric],
    ['query model alone', mapSymmetricQuery],
    ['gallery model alone', mapSymmetricGallery],
  ] as const;
  const known = each.flatMap(([search, score]) =>
    score === undefined || Number.isNaN(score) ? [] : [`${search} ${score.toFixed(1)}`],
  );
  return known.length > 0
    ? `mAP on unseen pictures, per cent: ${known.join(', ')}.`
    : 'mAP is not known: nothing says which pictures are right.';
}
