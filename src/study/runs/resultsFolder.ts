import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseConfig } from '../../base/config/parseConfig.js';
import { RetrievalError } from '../../errors.js';
import type { Run } from '../../experiments/runOptions.js';
import type { RunManifest } from '../../experiments/runManifest.js';
import { runRecordSchema, type RunRecord } from '../../experiments/runRecord.js';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { makeFolder } from '../../base/files/makeFolder.js';
import { onFiles } from '../../base/files/fileSystemError.js';
import { owningFolder } from '../../base/files/owning.js';

/** A row of `results.json`: a run's record under the profile that it was written for. */
const rowSchema = runRecordSchema.extend({ profile: z.string() });

/** Reads the runs of a results folder: `results.json` with a record each, `runs/<runId>.json` with their manifests. */
export function readResults(folder: string): Run[] {
  const file = join(folder, 'results.json');
  if (!existsSync(file)) return [];
  const records = parseConfig(z.array(rowSchema), readJson(file), `the results in ${file}`);
  return records.map((record) => ({
    record,
    manifest: readJson(join(folder, 'runs', `${record.runId}.json`)) as RunManifest,
  }));
}

/**
 * Makes the folder hold exactly these runs; `results.json` is replaced last and atomically.
 * @throws RetrievalError while another process writes there.
 */
export async function writeResults(folder: string, profile: string, runs: Run[]): Promise<void> {
  await owningFolder(folder, () =>
    onFiles({ doing: 'Writing the results', where: folder }, () => replaceResults(folder, profile, runs)),
  );
}

async function replaceResults(folder: string, profile: string, runs: Run[]): Promise<void> {
  const manifests = join(folder, 'runs');
  await makeFolder(manifests);
  for (const { manifest } of runs) {
    const file = join(manifests, `${manifest.runId}.json`);
    const text = `${JSON.stringify(manifest)}\n`;
    if (!existsSync(file) || readFileSync(file, 'utf8') !== text) await atomicWrite(file, text);
  }
  const records = runs.map((run) => run.record).sort((a, b) => sortKey(a).localeCompare(sortKey(b), 'en'));
  const rows = records.map((record) => ({ ...record, profile }));
  await atomicWrite(join(folder, 'results.json'), `${JSON.stringify(rows, null, 1)}\n`);
  const wanted = new Set(runs.map((run) => `${run.record.runId}.json`));
  const stale = readdirSync(manifests).filter((name) => !wanted.has(name));
  await Promise.all(stale.map((name) => rm(join(manifests, name))));
}

function sortKey(r: RunRecord): string {
  return [r.dataset, r.split, r.galleryTreatment, r.queryModel, r.distortion, r.loss, r.seed].join('/');
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new RetrievalError({
      what: 'A results file cannot be read',
      where: file,
      expected: 'JSON written by a finished run',
      found: cause instanceof Error ? cause.message : String(cause),
      fix: 'restore the file from version control, or remove it and run the experiments again',
      cause,
    });
  }
}
