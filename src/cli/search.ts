import { Command } from 'commander';
import { jsonOption, megapixelsOption, onnxOption, positiveInteger, skipBrokenOption } from './options.js';
import { whenRun } from './whenRun.js';
import { example } from './output.js';

/** `search`: ranks a gallery by its similarity to pictures, which the query model embeds. */
export function searchCommand(): Command {
  return new Command('search')
    .description('embed pictures with a query model and print the most similar pictures of a gallery')
    .requiredOption(
      '--model <model>',
      'the folder of a query model that `asym train` has saved, an ONNX file, or hf:owner/name',
    )
    .addOption(onnxOption())
    .requiredOption('--queries <pictures...>', 'JPEG, PNG or WebP files, or folders of them')
    .option(
      '--gallery <file>',
      "the gallery model's vectors (.npy, .npz, .safetensors, .parquet, .mat); default: the gallery of the training run",
    )
    .option('--ids <file>', 'ids of the rows, one a line or CSV; default: those in the file or beside it')
    .option(
      '--id-column <name>',
      'column or array with the ids of the rows; default: `id`, or one called by a path',
    )
    .option('--array <name>', 'array, tensor or column of the file that holds the vectors')
    .option('--top <n>', 'results for each picture', positiveInteger, 10)
    .addOption(skipBrokenOption())
    .addOption(megapixelsOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      example(
        'asym search --model data/models/query --gallery vectors.npy --ids ids.txt --queries a.jpg b.jpg --top 5',
        'asym search --model data/models/query --queries photos/ --json',
        'asym search --model query.onnx --gallery vectors.parquet --queries a.jpg',
      ),
    )
    .action(whenRun(() => import('./search/run.js')));
}
