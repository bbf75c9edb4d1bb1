import { Command, Option } from 'commander';
import { methodIds } from '../study/methods/methods.js';
import { jsonOption, wholeNumber } from './options.js';
import { whenRun } from './whenRun.js';
import { example } from './output.js';

/** `train`: trains a query model for a gallery, built in or one's own. */
export function trainCommand(): Command {
  return new Command('train')
    .description(
      'train one query model, measure it on unseen pictures and save it with its configuration (config.json, run.json)',
    )
    .option('--config <file>', 'JSON or YAML with the fields of a run; the options below change single ones')
    .option(
      '--data <name>',
      'dataset: `emoji`, `grocery`, a benchmark, a folder with a folder per label, or a CSV file',
    )
    .option('--split <name>', 'split; default `unseen`, of a benchmark `official`')
    .option('--method <id>', `method, which sets the loss: ${methodIds.join(', ')}`)
    .option('--query <json>', 'query, for example \'{"kind":"smallCnn","size":64}\'')
    .option('--epochs <n>', 'training.epochs: passes over the training pictures', wholeNumber)
    .option('--seed <n>', 'seed of everything random', wholeNumber)
    .option(
      '--set <key=value>',
      'any field, for example training.learningRate=1e-3 or gallery=\'{"name":"vectors","file":"v.npy"}\'; repeatable',
      (text: string, before: string[] = []) => [...before, text],
    )
    .option('--out <folder>', 'where the model goes', 'data/models/query')
    .option('--estimate', 'print how much time, memory and disk the run would take, and stop', false)
    .addOption(
      new Option(
        '--dry-run',
        'go through every step (vectors, training, export, protocol) on generated pictures, in a minute, and stop',
      )
        .default(false)
        .conflicts('estimate'),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      example(
        'asym train --data photos/ --epochs 10 --out data/models/query',
        'asym train --config src/recipes/ssp-sfm120k-mobilenetv2.yaml --dry-run',
        'asym train --config my.yaml --set training.epochs=5 --set loss.temperature=0.05',
      ),
    )
    .action(whenRun(() => import('./train/run.js')));
}
