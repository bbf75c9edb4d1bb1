import { rm } from 'node:fs/promises';
import { temporaryFolder } from '../../base/files/temporaryFolder.js';
import { selectBackend } from '../../compute/backend/selectBackend.js';
import type { RunConfig } from '../../experiments/runConfig.js';
import { describeEstimate } from '../../rehearsal/describeEstimate.js';
import { dryRun, type DryRunReport } from '../../rehearsal/dryRun.js';
import { estimateRun, type RunEstimate } from '../../rehearsal/estimateRun.js';
import { interruption } from '../interruption.js';

/** Estimates a run, and tells in sentences on the standard error output. */
export async function tellEstimate(config: RunConfig): Promise<RunEstimate> {
  const estimate = await estimateRun(config);
  for (const sentence of describeEstimate(estimate)) console.error(sentence);
  return estimate;
}

/** Goes through every step of a run on generated pictures in a folder of its own, which is removed afterwards. */
export async function rehearse(config: RunConfig): Promise<DryRunReport> {
  await selectBackend();
  const folder = temporaryFolder('asymmetric-dry-run');
  try {
    const report = await dryRun(config, folder, {
      signal: interruption(),
      onStep: ({ what, seconds, result }) => console.error(`${what}: ${result} (${seconds.toFixed(1)} s)`),
    });
    for (const change of report.changes) console.error(`In the dry run only: ${change}`);
    return report;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
