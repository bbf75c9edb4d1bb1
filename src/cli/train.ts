import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { atomicWrite } from '../files/index.js';
import { runExperiment } from '../experiments/runExperiment.js';
import type { QueryModelConfigInput } from '../models/index.js';
import { saveQueryModel } from '../models/index.js';
import { progressBar, type ProgressBar } from '../notebook/index.js';
import { preparationBars } from '../results/preparationBars.js';
import { methodIds, methods, type MethodId } from '../results/methods.js';
import { settings } from '../results/settings.js';
import { interruption } from './interruption.js';
import { RetrievalError } from '../errors.js';

interface Options {
  data: string;
  split: string;
  method: MethodId;
  query: string;
  epochs: number;
  seed: number;
  out: string;
}

const defaultQuery = JSON.stringify(settings.emoji.query);

/** `train`: trains a query model for a gallery of one's own. */
export function trainCommand(): Command {
  return new Command('train')
    .description('train one query model on your pictures, measure it on unseen labels and save it')
    .requiredOption('--data <path>', '`emoji`, `grocery`, a folder with a folder per label, or a CSV file')
    .option('--split <name>', 'which split of the data set', 'unseen')
    .addOption(
      new Option('--method <id>', 'how to train').choices(methodIds).default('rankOrderPreservation'),
    )
    .option('--query <json>', 'the query model, for example \'{"kind":"smallCnn","size":64}\'', defaultQuery)
    .option('--epochs <n>', 'passes over the training pictures', Number, 20)
    .option('--seed <n>', 'seed of everything random', Number, 0)
    .option('--out <folder>', 'where the model goes', 'data/models/query')
    .action(train);
}

async function train(options: Options): Promise<void> {
  const out = resolve(options.out);
  const preparation = preparationBars();
  let bar: ProgressBar | undefined;
  const { record, manifest } = await runExperiment(
    {
      ...settings.emoji,
      dataset: options.data,
      split: options.split,
      query: parseQuery(options.query),
      method: options.method,
      loss: methods[options.method].loss,
      training: { epochs: options.epochs },
      seed: options.seed,
    },
    {
      signal: interruption(),
      onProgress: preparation.update,
      onStep: ({ step, steps, loss, imagesPerSecond }) => {
        bar ??= progressBar(steps, 'Training');
        bar.update(step, { loss, imagesPerSecond });
      },
      onTrained: async (model) => {
        await mkdir(out, { recursive: true });
        await saveQueryModel(model, out);
      },
    },
  );
  preparation.stop();
  bar?.stop();
  await atomicWrite(resolve(out, 'run.json'), `${JSON.stringify({ record, manifest }, null, 1)}\n`);
  const { mapSymmetricGallery, mapSymmetricQuery, mapAsymmetric } = record;
  console.log(
    `mAP on unseen labels, per cent: gallery model alone ${mapSymmetricGallery.toFixed(1)}, query model alone ${mapSymmetricQuery.toFixed(1)}, query model against the gallery ${mapAsymmetric.toFixed(1)}`,
  );
  console.log(`Saved ${record.queryModel} (${record.parameters} trained weights) to ${options.out}`);
}

function parseQuery(text: string): QueryModelConfigInput {
  try {
    return JSON.parse(text) as QueryModelConfigInput;
  } catch (cause) {
    throw new RetrievalError({
      what: 'The query model is not valid JSON',
      where: '--query',
      expected: defaultQuery,
      found: text,
      cause,
    });
  }
}
