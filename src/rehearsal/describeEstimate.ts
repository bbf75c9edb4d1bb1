import { describeBytes as size } from '../base/describeBytes.js';
import type { RunEstimate } from './estimateRun.js';

/** An estimate in sentences. */
export function describeEstimate(estimate: RunEstimate): string[] {
  const { pictures, backend, gallery, query, seconds, memory, disk } = estimate;
  const { fit, queries, gallery: searched, all, source } = pictures;
  const { galleryVectors, inputs, rankingLists, trainingBatch = 0, evaluation } = memory;
  const total = galleryVectors + inputs + rankingLists + trainingBatch + evaluation;
  return [
    `Pictures: ${fit} train, ${queries} queries search ${searched} (${source})`,
    `Gallery model: ${all} pictures, ${time(seconds.gallery)}${memory.galleryBatch === undefined ? '' : `, ${size(memory.galleryBatch)} of memory a batch`}; vectors of ${gallery.dimension} numbers${gallery.isDimensionAssumed ? ' (assumed: neither its network nor a file of its vectors is known)' : ''}`,
    query
      ? `Training: ${time(seconds.training)}; ${(query.parameters / 1e6).toFixed(2)} M weights, ${(query.flops / 1e9).toFixed(2)} GFLOPs a picture`
      : 'Training: a head on stored features, minutes at most',
    `Evaluation: ${time(seconds.evaluation)}`,
    `Memory: about ${size(total)} (gallery vectors ${size(galleryVectors)}, pictures or features ${size(inputs)}, ranking lists ${size(rankingLists)}, a training batch ${memory.trainingBatch === undefined ? 'small' : size(trainingBatch)}, evaluation ${size(evaluation)})`,
    `Disk: data set ${disk.dataset === undefined ? 'unknown' : size(disk.dataset)}, gallery vectors ${size(disk.galleryVectors)}, features ${size(disk.features)}, pictures ${size(disk.squares)}`,
    `Timed on ${backend}; decoding runs beside the training and may be what takes longest`,
  ];
}

function time(seconds: number | undefined): string {
  if (seconds === undefined) return 'time unknown';
  if (seconds < 90) return `about ${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} min`;
  if (seconds < 2 * 86_400) return `about ${(seconds / 3600).toFixed(1)} h`;
  return `about ${Math.round(seconds / 86_400)} days`;
}
