import { trainedRuns } from '../../study/runs/trainedRuns.js';
import { profileFolder } from '../../study/plan/workspace.js';
import { tuningLog, tuningRuns } from '../../study/plan/tuning.js';
import { interruption } from '../interruption.js';

/** Trains every trial of every method and prints how each did. */
export async function run(): Promise<void> {
  const log = tuningLog(
    await trainedRuns(tuningRuns(), { signal: interruption(), folder: profileFolder('full') }),
  );
  for (const { method, distortion, validationMap, chosen, loss } of log) {
    console.log(
      `${chosen ? '*' : ' '} ${validationMap.toFixed(2).padStart(6)}  ${method}  t^${distortion}  ${JSON.stringify(loss)}`,
    );
  }
}
