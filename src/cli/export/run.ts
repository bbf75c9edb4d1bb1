import { relative, resolve } from 'node:path';
import type { ExportedModel } from '../../export/exportedModel.js';
import type { ExportFormat } from '../../export/exportedFiles.js';
import { exportQueryModel } from '../../export/exportQueryModel.js';
import type { WeightPrecision } from '../../export/weightPrecisions.js';
import { toTextTable } from '../../report/tables/writeTable.js';
import { printJson } from '../output.js';

interface Options {
  model: string;
  out: string;
  format: ExportFormat[];
  weights: WeightPrecision[];
  data?: string;
  pictures: number;
  featureSize?: number;
  cosine?: number;
  orderConsistency?: number;
  force: boolean;
  json: boolean;
}

/** Exports a query model and prints how well each file agrees with it. */
export async function run(options: Options): Promise<void> {
  const { format, weights, data, pictures, featureSize, cosine, orderConsistency, force, json } = options;
  const card = await exportQueryModel(resolve(options.model), resolve(options.out), {
    formats: [...new Set(format)],
    weights: [...new Set(weights)],
    data,
    pictures,
    featureSize,
    tolerance: {
      ...(cosine !== undefined && { cosine }),
      ...(orderConsistency !== undefined && { orderConsistency }),
    },
    force,
    onStep: (sentence) => console.error(sentence),
  });
  if (json) return printJson(card);
  console.log(toTextTable(card.exports.map(rowOf)));
  console.log(`Model card: ${relative('.', resolve(options.out, 'model-card.md'))}`);
}

function rowOf({ folder, files, agreement }: ExportedModel) {
  const { cosine, orderConsistency, isWithinTolerance } = agreement;
  return {
    export: folder,
    kB: Math.ceil(files.reduce((sum, { bytes }) => sum + bytes, 0) / 1000),
    'cosine, least': cosine.min.toFixed(5),
    [`order consistency@${orderConsistency.depth}`]: orderConsistency.mean.toFixed(4),
    'within tolerance': isWithinTolerance ? 'yes' : 'no (forced)',
  };
}
