import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { owningFolder } from '../../base/files/owning.js';
import { passedOverNotes } from '../../datasets/own/pictureNames.js';
import { folderPhotos } from '../../extraction/photoLists.js';
import { selectBackend } from '../../compute/backend/selectBackend.js';
import type { RunConfig } from '../../experiments/runConfig.js';
import type { Run } from '../../experiments/runOptions.js';
import { checkRun, type RunCheckOptions } from '../../rehearsal/checkRun.js';
import { duplicateWarning } from '../../report/model/duplicateWarning.js';
import { preparationBars } from '../../report/notebook/preparationBars.js';
import { trainWithBars } from '../../report/notebook/trainWithBars.js';
import { hasCheckpoints } from '../../training/checkpointFolder.js';
import { openTrainingLog } from '../../training/trainingLog.js';
import { describeMeasures } from '../../trainedModels/describeMeasures.js';
import { trainingStateFolder } from '../../trainedModels/trainAndSave.js';
import { exitCodes } from '../exitCodes.js';
import { interruption } from '../interruption.js';
import { printJson } from '../output.js';
import { printError } from '../printError.js';
import { planTraining, type PlanChoices } from './planTraining.js';
import { rehearse, tellEstimate } from './rehearse.js';

interface Options extends PlanChoices {
  estimate: boolean;
  dryRun: boolean;
  out: string;
  overwrite: boolean;
  checkpointMinutes: number;
  log?: string;
  json: boolean;
}

/** Trains a query model and saves it, or tells what that would take. */
export async function run({
  out,
  overwrite,
  checkpointMinutes,
  log,
  json,
  estimate,
  dryRun,
  ...choices
}: Options): Promise<void> {
  tellPassedOver(choices.data);
  const { config, said } = await planTraining(choices);
  if (dryRun || estimate) {
    if (!dryRun) await checkBefore(config, said, { overwrite });
    const result = dryRun ? await rehearse(config) : await tellEstimate(config);
    if (json) printJson(result);
    else console.log(dryRun ? 'Every step works.' : 'Nothing was trained.');
    return;
  }
  // What is in the folder when it is looked at is what the training finds there.
  const { record, manifest } = await owningFolder(out, async () => {
    await checkBefore(config, said, { overwrite, out: resolve(out) });
    // Runs that decode their pictures again and again are the long ones.
    if (config.pictures) await tellEstimate(config);
    return trainLogged(config, { out, overwrite, log, checkpointMinutes });
  });
  const warnings = await duplicateWarning(config);
  if (json) return printJson({ model: out, config, record, measures: manifest.measures, warnings });
  for (const line of describeMeasures({ manifest })) console.log(line);
  for (const line of warnings) console.log(line);
  console.log(`Saved ${record.queryModel} (${record.parameters} trained weights) to ${out}`);
}

type LoggedOptions = Pick<Options, 'out' | 'log' | 'overwrite' | 'checkpointMinutes'>;

/** Trains and saves a model, with a log where one is asked for; a log that fails costs no model. */
async function trainLogged(
  config: RunConfig,
  { out, log: folder, overwrite, checkpointMinutes: minutes }: LoggedOptions,
): Promise<Run> {
  const signal = interruption();
  const checkpoints = { overwrite, minutes };
  if (folder === undefined) return trainWithBars(config, resolve(out), { signal, checkpoints });
  await selectBackend();
  return owningFolder(folder, async () => {
    const continues = await hasCheckpoints(trainingStateFolder(resolve(out)));
    const log = await openTrainingLog(resolve(folder), { overwrite, continues });
    try {
      const told = { onStep: log.write, onPoint: log.look };
      return await trainWithBars(config, resolve(out), { signal, checkpoints, ...told });
    } finally {
      await log.close().catch((error: unknown) => {
        printError(error);
        process.exitCode = exitCodes.failed;
      });
    }
  });
}

/** Names what is no picture in a folder, before anything is said of the pictures. */
function tellPassedOver(data: string | undefined): void {
  if (data === undefined || !statSync(data, { throwIfNoEntry: false })?.isDirectory()) return;
  for (const note of passedOverNotes(folderPhotos(data).passedOver)) console.error(note);
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
