import { Command, Option } from 'commander';
import { trainableMethods } from '../study/rankers/trainable.js';
import {
  jsonOption,
  megapixelsOption,
  positiveNumber,
  share,
  skipBrokenOption,
  wholeNumber,
} from './options.js';
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
      'dataset: a folder of pictures (folders in it are labels; none are needed), a CSV file, a list of paths, s3://bucket/prefix/, a .tar or .parquet (also s3:// and https://, with {000..007} and *), `grocery`, `emoji`, or a benchmark',
    )
    .option(
      '--vectors <file>',
      "the gallery model's vectors of the pictures (.npy, .npz, .safetensors, .parquet, .mat)",
    )
    .option(
      '--by-order',
      'rows of --vectors are in the order of the pictures; default: they are found by the names in the file or beside it',
    )
    .addOption(skipBrokenOption())
    .addOption(megapixelsOption())
    .option(
      '--split <name>',
      'what trains and what is searched; default `heldOut` for your own pictures: all train but a few; `unseen`: half of the labels train, the others are searched',
    )
    .option(
      '--hold-out <share>',
      'share of your own pictures that does not train, for the report; default 0.1',
      share,
    )
    .option(
      '--minutes <n>',
      'time for your own pictures and the training on them, which decides the sizes',
      positiveNumber,
      10,
    )
    .option('--method <id>', `method, which sets the loss: ${trainableMethods.join(', ')}`)
    .option('--query <json>', 'query, for example \'{"kind":"smallCnn","size":64}\'')
    .option('--epochs <n>', 'training.epochs: passes over the training pictures', wholeNumber)
    .option('--seed <n>', 'seed of everything random', wholeNumber)
    .option(
      '--set <key=value>',
      'any field, for example training.learningRate=1e-3 or gallery=\'{"name":"vectors","file":"v.npy"}\'; repeatable',
      (text: string, before: string[] = []) => [...before, text],
    )
    .option('--out <folder>', 'where the model goes', 'data/models/query')
    .option(
      '--overwrite',
      'replace a model of another configuration, its unfinished training or a log that is there',
      false,
    )
    .option(
      '--checkpoint-minutes <n>',
      'the state of the training is kept in the folder of --out after each epoch (at most every 5 seconds) and after so many minutes; the same command goes on from it',
      positiveNumber,
      5,
    )
    .addOption(
      new Option(
        '--log <folder>',
        'writes log.jsonl (a line per step and per look at the model) and curves for TensorBoard as the training goes',
      ).conflicts(['estimate', 'dryRun']),
    )
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
        'asym train --data photos/ --vectors vectors.npy --out data/models/mine',
        'asym train --data photos/ --minutes 2 --method regression --log data/logs/regression',
        'asym train --config src/recipes/ssp-sfm120k-mobilenetv2.yaml --dry-run',
        "asym train --data 'photos-{000..009}.tar' --method regression",
        'asym train --config my.yaml --set training.epochs=5 --set loss.temperature=0.05',
      ),
    )
    .action(whenRun(() => import('./train/run.js')));
}
