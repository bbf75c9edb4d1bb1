import type { RunEstimate } from './estimateRun.js';

/** An estimate in sentences. */
export function describeEstimate(estimate: RunEstimate): string[] {
  const { pictures, backend, gallery, query, seconds, memory, disk } = estimate;
  const { fit, queries, gallery: searched, all, source } = pictures;
  const total = memory.galleryVectors + memory.rankingLists + (memory.trainingBatch ?? 0) + memory.evaluation;
  return [
    `Pictures: ${fit} train, ${queries} queries search ${searched} (${source})`,
    `Gallery model: ${all} pictures, ${time(seconds.gallery)}; vectors of ${gallery.dimension} numbers${gallery.isDimensionAssumed ? ' (assumed: its network is not known)' : ''}`,
    query
      ? `Training: ${time(seconds.training)}; ${(query.parameters / 1e6).toFixed(2)} M weights, ${(query.flops / 1e9).toFixed(2)} GFLOPs a picture`
      : 'Training: a head on stored features, minutes at most',
    `Evaluation: ${time(seconds.evaluation)}`,
    `Memory: about ${size(total)} (gallery vectors ${size(memory.galleryVectors)}, ranking lists ${size(memory.rankingLists)}, a training batch ${memory.trainingBatch === undefined ? 'small' : size(memory.trainingBatch)}, evaluation ${size(memory.evaluation)})`,
    `Disk: data set ${disk.dataset === undefined ? 'unknown' : size(disk.dataset)}, gallery vectors ${size(disk.galleryVectors)}`,
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

function size(bytes: number): string {
  if (bytes < 1e9) return `${Math.ceil(bytes / 1e6)} MB`;
  return bytes < 1e12 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e12).toFixed(1)} TB`;
}
