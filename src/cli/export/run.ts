import { relative, resolve } from 'node:path';
import { RetrievalError } from '../../errors.js';
import { agreementRow, describeColumns } from '../../export/agreementRow.js';
import type { ExportFormat } from '../../export/exportedFiles.js';
import { exportQueryModel } from '../../export/exportQueryModel.js';
import { cardFiles } from '../../export/writeExport.js';
import type { ModelCard } from '../../export/modelCard.js';
import type { WeightPrecision } from '../../export/weightPrecisions.js';
import { preparationBars } from '../../report/notebook/preparationBars.js';
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
  mostLost?: number;
  cosine?: number;
  orderConsistency?: number;
  licence?: string;
  force: boolean;
  json: boolean;
}

/**
 * Exports a query model and prints what a search loses by each file.
 * @throws RetrievalError when a file that was asked for was not written; the others are.
 */
export async function run(options: Options): Promise<void> {
  const { format, weights, mostLost, cosine, orderConsistency, json, out } = options;
  const { data, pictures, featureSize, licence, force } = options;
  const bars = preparationBars();
  try {
    const card = await exportQueryModel(resolve(options.model), resolve(out), {
      formats: [...new Set(format)],
      weights: [...new Set(weights)],
      data,
      pictures,
      featureSize,
      tolerance: {
        ...(mostLost !== undefined && { lost: mostLost / 100 }),
        ...(cosine !== undefined && { cosine }),
        ...(orderConsistency !== undefined && { orderConsistency }),
      },
      licence,
      force,
      onStep: (sentence) => console.error(sentence),
      onProgress: bars.update,
    });
    bars.stop();
    if (json) printJson(card);
    else print(card, out);
    if (card.failed.length > 0) throw notAll(card);
  } finally {
    bars.stop();
  }
}

function print({ exports, failed, notes }: ModelCard, out: string): void {
  console.log(toTextTable([...exports, ...failed].map(agreementRow)));
  for (const sentence of [...describeColumns(exports[0]!.agreement), ...notes]) console.log(sentence);
  const kept = exports.find(({ float16Layers }) => float16Layers)?.float16Layers;
  if (kept) {
    const names = kept.length > 0 ? `: ${kept.join(', ')}` : '';
    console.log(`Layers that stay float16 in int8 files${names || ': none, int8 hardly changes any'}`);
  }
  console.log(`Model card: ${relative('.', resolve(out, cardFiles.text))}`);
}

function notAll({ exports, failed }: ModelCard): RetrievalError {
  return new RetrievalError({
    what: `${failed.length} of ${exports.length + failed.length} exports were not written; the others are`,
    where: failed.map(({ folder }) => folder).join(', '),
    found: failed.map(({ folder, reason }) => `${folder}: ${reason}`).join('; '),
    fix: 'take float16 in their place, allow more with --most-lost, or write them with --force',
  });
}
