import { resolve } from 'node:path';
import { openDataset } from '../../datasets/openDataset.js';
import type { RunConfig } from '../../experiments/runConfig.js';
import type { Run } from '../../experiments/runOptions.js';
import { checkRun, type RunCheckOptions } from '../../rehearsal/checkRun.js';
import { progressBar, type ProgressBar } from '../../report/notebook/progressBar.js';
import { preparationBars } from '../../report/notebook/preparationBars.js';
import { describeMeasures } from '../../trainedModels/describeMeasures.js';
import { trainAndSave } from '../../trainedModels/trainAndSave.js';
import { interruption } from '../interruption.js';
import { printJson } from '../output.js';
import { planTraining, type PlanChoices } from './planTraining.js';
import { rehearse, tellEstimate } from './rehearse.js';

interface Options extends PlanChoices {
  estimate: boolean;
  dryRun: boolean;
  out: string;
  overwrite: boolean;
  json: boolean;
}

/** Trains a query model and saves it, or tells what that would take. */
export async function run({ out, overwrite, json, estimate, dryRun, ...choices }: Options): Promise<void> {
  const { config, said } = await planTraining(choices);
  const isTraining = !dryRun && !estimate;
  if (!dryRun) await checkBefore(config, said, { overwrite, ...(isTraining && { out: resolve(out) }) });
  if (dryRun || estimate) {
    const result = dryRun ? await rehearse(config) : await tellEstimate(config);
    if (json) printJson(result);
    else console.log(dryRun ? 'Every step works.' : 'Nothing was trained.');
    return;
  }
  // Runs that decode their pictures again and again are the long ones.
  if (config.pictures) await tellEstimate(config);
  const { record, manifest } = await trainWithBars(config, resolve(out));
  if (json) return printJson({ model: out, config, record, measures: manifest.measures });
  for (const line of describeMeasures({ manifest })) console.log(line);
  console.log(`Saved ${record.queryModel} (${record.parameters} trained weights) to ${out}`);
}

/** Tells what was chosen, and refuses what would stop the run later. */
async function checkBefore(config: RunConfig, said: string[], options: RunCheckOptions): Promise<void> {
  const bars = preparationBars();
  try {
    const notes = await checkRun(config, { ...options, onProgress: bars.update });
    bars.stop();
    for (const line of [...said, ...notes]) console.error(line);
  } finally {
    bars.stop();
  }
}

/** Trains with progress on the standard error output. */
async function trainWithBars(config: RunConfig, folder: string): Promise<Run> {
  const preparation = preparationBars();
  let bar: ProgressBar | undefined;
  try {
    await openDataset(config.dataset, preparation.update);
    return await trainAndSave(config, folder, {
      signal: interruption(),
      onProgress: preparation.update,
      onStep: ({ step, steps, loss, imagesPerSecond }) => {
        bar ??= progressBar(steps, 'Training');
        bar.update(step, { loss, imagesPerSecond });
      },
    });
  } finally {
    preparation.stop();
    bar?.stop();
  }
}
