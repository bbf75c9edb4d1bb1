import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseConfig } from '../../base/config/parseConfig.js';
import { RetrievalError } from '../../errors.js';
import type { Run } from '../../experiments/runOptions.js';
import type { RunManifest } from '../../experiments/runManifest.js';
import { runRecordSchema, type RunRecord } from '../../experiments/runRecord.js';
import { makeFolder } from '../../base/files/makeFolder.js';
import { onFiles } from '../../base/files/fileSystemError.js';
import { listedReader, writeListed } from '../../base/files/listedFiles.js';
import { owningFolder } from '../../base/files/owning.js';

/** A row of `results.json`: a run's record under the profile that it was written for. */
const rowSchema = runRecordSchema.extend({ profile: z.string() });

/** Names in a results folder. */
const resultsFile = 'results.json';
const manifestFile = (runId: string): string => `runs/${runId}.json`;

/**
 * Reads the runs of a results folder: `results.json` with a record each, `runs/<runId>.json` with their manifests, each held
 * against its checksum in `SHA256SUMS`.
 * @throws RetrievalError that names a file which is missing, damaged or was changed since it was written.
 */
export function readResults(folder: string): Run[] {
  const read = listedReader(folder);
  const text = read(resultsFile);
  if (text === undefined) return [];
  const file = join(folder, resultsFile);
  const records = parseConfig(z.array(rowSchema), parsed(file, text), `the results in ${file}`);
  return records.map((record) => {
    const name = manifestFile(record.runId);
    return { record, manifest: parsed(join(folder, name), read(name)) as RunManifest };
  });
}

/**
 * Makes the folder hold exactly these runs; `results.json` is replaced last and atomically, with the checksums of all.
 * @throws RetrievalError while another process writes there.
 */
export async function writeResults(folder: string, profile: string, runs: Run[]): Promise<void> {
  await owningFolder(folder, () =>
    onFiles({ doing: 'Writing the results', where: folder }, () => replaceResults(folder, profile, runs)),
  );
}

async function replaceResults(folder: string, profile: string, runs: Run[]): Promise<void> {
  const manifests = runs.map(
    ({ manifest }) => [manifestFile(manifest.runId), `${JSON.stringify(manifest)}\n`] as const,
  );
  const records = runs.map((run) => run.record).sort((a, b) => sortKey(a).localeCompare(sortKey(b), 'en'));
  const rows = records.map((record) => ({ ...record, profile }));
  const files = new Map([...manifests, [resultsFile, `${JSON.stringify(rows, null, 1)}\n`]]);
  await makeFolder(join(folder, 'runs'));
  const there = readdirSync(join(folder, 'runs')).map((name) => `runs/${name}`);
  await writeListed(
    folder,
    files,
    there.filter((name) => !files.has(name)),
  );
}

function sortKey(r: RunRecord): string {
  return [r.dataset, r.split, r.galleryTreatment, r.queryModel, r.distortion, r.loss, r.seed].join('/');
}

function parsed(file: string, text: string | undefined): unknown {
  try {
    if (text === undefined) throw new Error('no such file');
    return JSON.parse(text);
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
