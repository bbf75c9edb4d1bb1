import type { Row } from '../report/tables/table.js';
import type { Agreement, Lost } from './agreement.js';
import type { ExportedModel, FailedExport } from './exportedModel.js';

/** An export with its size and what a search loses by it, as a row of a table; per cent and points of it. */
export function agreementRow(one: ExportedModel | FailedExport): Row {
  const { folder, agreement } = one;
  return {
    export: folder,
    ...('files' in one && { kB: Math.ceil(bytesOf(one) / 1000) }),
    ...(agreement && measured(agreement)),
    written: 'reason' in one ? 'no' : agreement!.isWithinTolerance ? 'yes' : 'forced',
  };
}

/** Bytes of all files of an export. */
export function bytesOf({ files }: Pick<ExportedModel, 'files'>): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function measured({ lost, orderConsistency, cosine }: Agreement): Row {
  const depth = orderConsistency.depth;
  return {
    ...(lost.orderConsistency && {
      [`order@${depth}, %`]: percent(lost.orderConsistency.after),
      'order lost': describeLost(lost.orderConsistency),
    }),
    ...(lost.meanAveragePrecision && {
      'mAP, %': percent(lost.meanAveragePrecision.after),
      'mAP lost': describeLost(lost.meanAveragePrecision),
    }),
    [`same order@${depth}, %`]: percent(orderConsistency.mean),
    'least cosine': cosine.min.toFixed(4),
  };
}

/** What is lost, in points of per cent, with its interval. */
export function describeLost({ mean, low, high }: Lost): string {
  return `${percent(mean)} (${percent(low)} to ${percent(high)})`;
}

/** A fraction in per cent; never `-0.0`. */
export function percent(fraction: number): string {
  return (Math.round(1000 * fraction) / 10 + 0).toFixed(1);
}

/** What the columns of `agreementRow` mean, in sentences. */
export function describeColumns({ pictures, source, gallery, lost }: Agreement): string[] {
  const among =
    gallery.of === 'gallery model'
      ? `searched among the gallery model's vectors of ${gallery.pictures}`
      : "searched among the original's own embeddings of them";
  return [
    `Compared on ${pictures} pictures of ${source}, ${among}; lost is what the file has less than the original, with its 95 % interval.`,
    ...(lost.orderConsistency
      ? [
          "order@10: pairs of the gallery model's first 10 in its order; same order@10: of the original's first 10 in its order.",
        ]
      : ["same order@10: pairs of the original's first 10 in its order."]),
  ];
}
