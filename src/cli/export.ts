import { relative, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { ExportedModel } from '../export/exportedModel.js';
import { exportFormats, type ExportFormat } from '../export/exportedFiles.js';
import { exportQueryModel } from '../export/exportQueryModel.js';
import { weightPrecisions, type WeightPrecision } from '../export/weightPrecisions.js';
import { toTextTable } from '../report/tables/writeTable.js';
import { jsonOption, positiveInteger } from './options.js';
import { example, printJson } from './output.js';

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

/** `export`: writes a trained query model for browsers and other runtimes. */
export function exportCommand(): Command {
  return new Command('export')
    .description(
      'write a trained query model as TensorFlow.js or ONNX, compare each file with the original, and write a model card',
    )
    .requiredOption('--model <folder>', 'the saved query model, with the run.json of its training')
    .requiredOption('--out <folder>', 'where the export goes')
    .addOption(
      new Option('--format <formats...>', 'what to write').choices(exportFormats).default([...exportFormats]),
    )
    .addOption(
      new Option('--weights <precisions...>', 'how kernels are stored; int8 has a scale per channel')
        .choices(weightPrecisions)
        .default(['float32']),
    )
    .option(
      '--data <name>',
      'pictures to compare on: a data set, or `random`; default: those of the training run, else random',
    )
    .option('--pictures <n>', 'number of pictures to compare on', positiveInteger, 64)
    .option(
      '--feature-size <pixels>',
      'for a head without run.json: the featureSize it was trained with',
      positiveInteger,
    )
    .option('--cosine <value>', 'least cosine that is accepted instead of the usual one', fraction)
    .option(
      '--order-consistency <value>',
      'least mean order consistency@10 instead of the usual one',
      fraction,
    )
    .option('--force', 'write files that do not agree with the original, too', false)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      example(
        'asym export --model data/models/query --out data/exports/query --format tfjs-graph onnx --weights float32 int8',
        'asym export --model data/models/query --out data/exports/query --data random --json',
      ),
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
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

function fraction(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= -1 && value <= 1) return value;
  throw new InvalidArgumentError('expected a number up to 1.');
}
