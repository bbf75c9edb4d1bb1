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
    .action(whenRun(() => import('./export/run.js')));
}

function fraction(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= -1 && value <= 1) return value;
  throw new InvalidArgumentError('expected a number up to 1.');
}
