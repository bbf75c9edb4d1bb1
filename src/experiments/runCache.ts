import { readCheckedJson, writeCheckedJson } from '../base/files/checkedJson.js';
import { workspacePath } from '../base/files/workspacePath.js';
import type { Run } from './runOptions.js';

/** Where a finished run is kept. */
export function cacheFile(runId: string): string {
  return workspacePath('data', 'cache', 'runs', `${runId}.json`);
}

/** Keeps a finished run under its id. */
export async function keepRun(run: Run): Promise<void> {
  await writeCheckedJson(cacheFile(run.record.runId), run, run.record.runId);
}

/** The run of this id that this clone has trained itself; one whose file was changed or cut off counts as none. */
export function readCached(runId: string): Run | undefined {
  const run = readCheckedJson(cacheFile(runId), runId, 'the run is trained again') as Run | undefined;
  return run?.record?.runId === runId ? run : undefined;
}
