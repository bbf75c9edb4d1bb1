import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { openDataset } from '../datasets/openDataset.js';
import type { RunConfig } from '../experiments/runConfig.js';
import type { RunRecord } from '../experiments/runRecord.js';
import { progressBar, type ProgressBar } from '../report/notebook/progressBar.js';
import { methodIds } from '../study/methods/methods.js';
import { preparationBars } from '../report/notebook/preparationBars.js';
import { trainAndSave } from '../trainedModels/trainAndSave.js';
import { interruption } from './interruption.js';
import { jsonOption, wholeNumber } from './options.js';
import { example, printJson } from './output.js';
import { rehearse, tellEstimate } from './train/rehearse.js';
import { trainConfig, type TrainChoices } from './train/trainConfig.js';

interface Options extends TrainChoices {
  estimate: boolean;
  dryRun: boolean;
  out: string;
  json: boolean;
}

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
    .action(train);
}

async function train({ out, json, estimate, dryRun, ...choices }: Options): Promise<void> {
  const config = await trainConfig(choices);
  if (!json) console.log(`Configuration:\n${JSON.stringify(config, null, 1)}`);
  if (dryRun || estimate) {
    const result = dryRun ? await rehearse(config) : await tellEstimate(config);
    if (json) printJson(result);
    else console.log(dryRun ? 'Every step works.' : 'Nothing was trained.');
    return;
  }
  // Runs that decode their pictures again and again are the long ones.
  if (config.pictures) await tellEstimate(config);
  const record = await trainWithBars(config, resolve(out));
  if (json) return printJson({ model: out, config, record });
  const { mapSymmetricGallery, mapSymmetricQuery, mapAsymmetric } = record;
  console.log(
    `mAP on unseen pictures, per cent: gallery model alone ${mapSymmetricGallery.toFixed(1)}, query model alone ${mapSymmetricQuery.toFixed(1)}, query model against the gallery ${mapAsymmetric.toFixed(1)}`,
  );
  console.log(`Saved ${record.queryModel} (${record.parameters} trained weights) to ${out}`);
}

/** Trains with progress on the standard error output. */
async function trainWithBars(config: RunConfig, folder: string): Promise<RunRecord> {
  const preparation = preparationBars();
  let bar: ProgressBar | undefined;
  try {
    await openDataset(config.dataset, preparation.update);
    const { record } = await trainAndSave(config, folder, {
      signal: interruption(),
      onProgress: preparation.update,
      onStep: ({ step, steps, loss, imagesPerSecond }) => {
        bar ??= progressBar(steps, 'Training');
        bar.update(step, { loss, imagesPerSecond });
      },
    });
    return record;
  } finally {
    preparation.stop();
    bar?.stop();
  }
}
