import { owningFolder } from '../../base/files/owning.js';
import { isCommitted, type ExperimentName } from '../../study/plan/profileNames.js';
import type { RunConfig } from '../../experiments/runConfig.js';
import type { Run } from '../../experiments/runOptions.js';
import { profileFolder } from '../../study/plan/workspace.js';
import { writeResults } from '../../study/runs/resultsFolder.js';
import { trainedRuns } from '../../study/runs/trainedRuns.js';
import { interruption } from '../interruption.js';

/** Which finished runs are trained again: all, or those of other devices. */
interface Again {
  fresh?: boolean | undefined;
  sameDevice?: boolean | undefined;
}

/** Runs a profile and, unless it is a part only, writes its results. */
export async function runProfile(
  name: ExperimentName,
  runs: RunConfig[],
  { write = true, ...again }: { write?: boolean } & Again = {},
): Promise<Run[]> {
  if (!write) return train(name, runs, again);
  const folder = profileFolder(name);
  return owningFolder(folder, async () => {
    const done = await train(name, runs, again);
    await writeResults(folder, name, done);
    return done;
  });
}

async function train(name: ExperimentName, runs: RunConfig[], again: Again): Promise<Run[]> {
  const committed = isCommitted(name) ? profileFolder(name) : undefined;
  return trainedRuns(runs, {
    signal: interruption(),
    folder: committed,
    ...again,
    onEnd: ({ earlier, otherDevice, total }) => {
      if (earlier > 0 && committed) console.log(earlierCode(name, earlier, total));
      if (otherDevice > 0) console.log(otherDeviceNote(name, otherDevice, total));
    },
  });
}

function earlierCode(name: string, earlier: number, total: number): string {
  return `${earlier} of ${total} runs were trained by earlier code, as their manifests tell. npm run experiments -- --profile ${name} --verify 5 trains some again and compares; --fresh trains all again.`;
}

function otherDeviceNote(name: string, other: number, total: number): string {
  return `${other} of ${total} runs were trained on another device, as their manifests tell. npm run experiments -- --profile ${name} --same-device trains them here.`;
}
