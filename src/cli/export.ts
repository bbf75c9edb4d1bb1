import { Command, InvalidArgumentError, Option } from 'commander';
import { exportFormats } from '../export/exportedFiles.js';
import { weightPrecisions } from '../export/weightPrecisions.js';
import { jsonOption, positiveInteger } from './options.js';
import { whenRun } from './whenRun.js';
import { example } from './output.js';

/** `export`: writes a trained query model for browsers and other runtimes. */
export function exportCommand(): Command {
  return new Command('export')
    .description(
      'write a trained query model as TensorFlow.js or ONNX, measure what a search loses by each file, and write a model card',
    )
    .requiredOption('--model <folder>', 'the saved query model, with the run.json of its training')
    .requiredOption('--out <folder>', 'where the export goes')
    .addOption(
      new Option('--format <formats...>', 'what to write').choices(exportFormats).default([...exportFormats]),
    )
    .addOption(
      new Option(
        '--weights <precisions...>',
        'how kernels are stored; int8 has a scale per channel, and its most sensitive layers stay float16',
      )
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
    .option(
      '--most-lost <points>',
      'most that may be lost of order consistency@10 and of mAP, in points of per cent (default: float32 0.2, float16 1, int8 2)',
      points,
    )
    .option(
      '--cosine <value>',
      'least cosine of the two embeddings of a picture (default: not judged)',
      fraction,
    )
    .option(
      '--order-consistency <value>',
      "least mean order consistency@10 with the original's own ranking (default: judged only where the gallery model's vectors are not at hand)",
      fraction,
    )
    .option('--force', 'write files that lose more, too', false)
    .option('--licence <id>', 'licence of the model for its card, such as mit or cc-by-4.0')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      example(
        'asym export --model data/models/query --out data/exports/query --format tfjs-graph onnx --weights float32 int8',
        'asym export --model data/models/query --out data/exports/query --data random --json',
      ),
    )
    .action(whenRun(() => import('./export/run.js')));
}

function points(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 100) return value;
  throw new InvalidArgumentError('expected a number from 0 to 100.');
}

function fraction(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= -1 && value <= 1) return value;
  throw new InvalidArgumentError('expected a number up to 1.');
}
