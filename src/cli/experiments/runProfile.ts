import { owningFolder } from '../../base/files/owning.js';
import { isCommitted, type ExperimentName } from '../../study/plan/profileNames.js';
import type { RunConfig } from '../../experiments/runConfig.js';
import type { Run } from '../../experiments/runOptions.js';
import { profileFolder } from '../../study/plan/workspace.js';
import { writeResults } from '../../study/runs/resultsFolder.js';
import { trainedRuns } from '../../study/runs/trainedRuns.js';
import { interruption } from '../interruption.js';

/** Runs a profile and, unless it is a part only, writes its results. */
export async function runProfile(
  name: ExperimentName,
  runs: RunConfig[],
  { write = true, fresh = false } = {},
): Promise<Run[]> {
  if (!write) return train(name, runs, fresh);
  const folder = profileFolder(name);
  return owningFolder(folder, async () => {
    const done = await train(name, runs, fresh);
    await writeResults(folder, name, done);
    return done;
  });
}

async function train(name: ExperimentName, runs: RunConfig[], fresh: boolean): Promise<Run[]> {
  const committed = isCommitted(name) ? profileFolder(name) : undefined;
  return trainedRuns(runs, {
    signal: interruption(),
    folder: committed,
    fresh,
    onEnd: ({ earlier, total }) => {
      if (earlier > 0 && committed) console.log(earlierCode(name, earlier, total));
    },
  });
}

function earlierCode(name: string, earlier: number, total: number): string {
  return `${earlier} of ${total} runs were trained by earlier code, as their manifests tell. npm run experiments -- --profile ${name} --verify 5 trains some again and compares; --fresh trains all again.`;
}
