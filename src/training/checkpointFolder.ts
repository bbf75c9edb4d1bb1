import { setFolderAside } from '../base/files/setAside.js';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onFiles } from '../base/files/fileSystemError.js';
import { isLeftover, readWholeFolder, writeWholeFolder } from '../base/files/wholeFolder.js';
import { RetrievalError } from '../errors.js';
import { changedFields } from './changedFields.js';
import type { TrainingCheckpoints } from './checkpointKeeper.js';
import { checkpointFiles, readCheckpoint, type TrainingCheckpoint } from './trainingCheckpoint.js';

/** What tells one training from another. */
export interface TrainingRun {
  /** The same for the same configuration on the same data, by the same code on the same backend. */
  id: string;
  config: object;
}

export interface CheckpointFolderOptions {
  /** Whether the state of a training with another configuration may go; default false. */
  overwrite?: boolean | undefined;
}

/** How many checkpoints stay. */
const newest = 2;
const folderOf = (step: number): string => `step-${String(step).padStart(8, '0')}`;

/**
 * Finds what is kept of a training and keeps on. A checkpoint is a folder `step-N` that is there whole or not at all; the last
 * two stay. One that was damaged is set aside by name, and the one before it counts.
 *
 * @param folder made when the first checkpoint is written.
 * @throws RetrievalError (usage) when it holds the state of a training with another configuration.
 */
export async function openCheckpoints(
  folder: string,
  run: TrainingRun,
  options: CheckpointFolderOptions = {},
): Promise<TrainingCheckpoints> {
  const from = await onFiles({ doing: 'Looking for the state of the training', where: folder }, async () => {
    await clean(folder);
    return findCheckpoint(folder, run, options);
  });
  if (from) console.warn(`The training goes on from step ${from.step}, which is kept in ${folder}.`);
  return {
    folder,
    from,
    write: (checkpoint) =>
      onFiles({ doing: 'Keeping the state of the training', where: folder }, () =>
        writeStep(folder, run, checkpoint),
      ),
  };
}

async function writeStep(folder: string, run: TrainingRun, checkpoint: TrainingCheckpoint): Promise<void> {
  const name = folderOf(checkpoint.step);
  await writeWholeFolder(join(folder, name), checkpointFiles(checkpoint, run));
  const outdated = (await steps(folder)).filter((other) => other <= name).slice(newest);
  for (const old of outdated) await rm(join(folder, old), { recursive: true });
}

/** Whether a folder keeps an unfinished training. */
export async function hasCheckpoints(folder: string): Promise<boolean> {
  return (await steps(folder)).length > 0;
}

/** Takes the checkpoints of a finished training away, all or none. */
export async function removeCheckpoints(folder: string): Promise<void> {
  await rename(folder, finished(folder)).catch(unlessMissing);
  await clean(folder);
}

/** What a removal is called until it is done. */
const finished = (folder: string): string => `${folder}.finished`;

/** Takes away what processes left that were ended while they wrote or removed. */
async function clean(folder: string): Promise<void> {
  await rm(finished(folder), { recursive: true, force: true });
  for (const name of await namesIn(folder)) {
    if (isLeftover(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** The newest whole checkpoint of this training. */
async function findCheckpoint(
  folder: string,
  run: TrainingRun,
  options: CheckpointFolderOptions,
): Promise<TrainingCheckpoint | undefined> {
  for (const name of await steps(folder)) {
    const found = await readStep(join(folder, name));
    if (!found) {
      await setFolderAside(join(folder, name), 'was changed or cut off', 'the one before it counts');
      continue;
    }
    if (found.run.id === run.id) return found.checkpoint;
    startAnew(folder, found, run, options);
    await removeCheckpoints(folder);
    return undefined;
  }
  return undefined;
}

type FoundStep = ReturnType<typeof readCheckpoint<TrainingRun>>;

async function readStep(folder: string): Promise<FoundStep | undefined> {
  const files = await readWholeFolder(folder);
  try {
    return files && readCheckpoint<TrainingRun>(files);
  } catch {
    return undefined;
  }
}

function startAnew(
  folder: string,
  { run: before, checkpoint: { step } }: FoundStep,
  run: TrainingRun,
  { overwrite = false }: CheckpointFolderOptions,
): void {
  const changed = changedFields(before.config, run.config);
  if (changed.length > 0 && !overwrite) {
    throw new RetrievalError({
      what: 'The folder keeps an unfinished training with another configuration',
      where: folder,
      expected: 'none, or one with this configuration, which then goes on',
      found: `a training at step ${step} with ${changed.join('; ')}`,
      fix: 'name another folder; or take the same configuration to go on, or --overwrite (`checkpoints: { overwrite: true }`) to start anew',
      kind: 'usage',
    });
  }
  const reason = changed.join('; ') || 'the same configuration, but other data, code or another backend';
  console.warn(
    `The training starts anew: the state of step ${step} in ${folder} is of a training with ${reason}.`,
  );
}

/** Checkpoints by name, the newest first. */
async function steps(folder: string): Promise<string[]> {
  return (await namesIn(folder))
    .filter((name) => /^step-\d{8,}$/.test(name))
    .sort((a, b) => b.length - a.length || (a < b ? 1 : -1));
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(unlessMissing)) ?? [];
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}
