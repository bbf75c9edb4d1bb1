import { resolve } from 'node:path';
import { openDataset } from '../../datasets/openDataset.js';
import type { RunConfig } from '../../experiments/runConfig.js';
import type { RunRecord } from '../../experiments/runRecord.js';
import { progressBar, type ProgressBar } from '../../report/notebook/progressBar.js';
import { preparationBars } from '../../report/notebook/preparationBars.js';
import { trainAndSave } from '../../trainedModels/trainAndSave.js';
import { interruption } from '../interruption.js';
import { printJson } from '../output.js';
import { rehearse, tellEstimate } from './rehearse.js';
import { trainConfig, type TrainChoices } from './trainConfig.js';

interface Options extends TrainChoices {
  estimate: boolean;
  dryRun: boolean;
  out: string;
  json: boolean;
}

/** Trains a query model and saves it, or tells what that would take. */
export async function run({ out, json, estimate, dryRun, ...choices }: Options): Promise<void> {
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
