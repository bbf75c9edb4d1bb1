import { readFileSync, truncateSync } from 'node:fs';
import { open, readdir, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../base/files/makeFolder.js';
import { holdFolder } from '../base/files/owning.js';
import { summaryFileWriter } from '../compute/backend/nativePackage.js';
import { backendReport } from '../compute/backend/selectBackend.js';
import { RetrievalError } from '../errors.js';
import type { TrainingStep } from './trainQueryModel.js';

/** Writes what happens during a training where other programs can read it. */
export interface TrainingLog {
  /** For `onStep`. */
  write(this: void, step: TrainingStep): void;
  /** For `onPoint`: what is measured of the model at a step, numbers by name. All that was written goes to disk. */
  look(this: void, point: { step: number }): void;
  /**
   * Resolves when everything is on disk.
   * @throws RetrievalError when something could not be written.
   */
  close(): Promise<void>;
}

export interface TrainingLogOptions {
  /** Whether the log of another training in the folder is replaced; default true. */
  overwrite?: boolean;
  /**
   * Whether the log is that of an unfinished training that may go on: its lines stay up to the first step that is written.
   * Default false.
   */
  continues?: boolean;
}

const linesFile = 'log.jsonl';
const measures = ['loss', 'learningRate', 'imagesPerSecond'] as const;

/**
 * Logs a training, as it goes, to `log.jsonl`, a line per step and per look at the model, and on the native backend to files
 * that TensorBoard shows (`tensorboard --logdir data/logs`).
 *
 * @param folder made when missing; nobody else may write there until the log is closed.
 * @throws RetrievalError (usage) when the folder cannot be written, holds a log that must stay, or is another training's at the
 *   time.
 */
export async function openTrainingLog(
  folder: string,
  { overwrite = true, continues = false }: TrainingLogOptions = {},
): Promise<TrainingLog> {
  const flags = continues ? 'a' : overwrite ? 'w' : 'wx';
  const [release, file] = await heldLines(folder, flags);
  const lines = file.createWriteStream();
  let failure: Error | undefined;
  let isCut = !continues;
  // A full disk must not end the training.
  lines.on('error', (error) => (failure ??= error));
  const board = backendReport().name === 'native' ? summaryFileWriter(freshSpelling(folder)) : undefined;
  return {
    write(step) {
      try {
        if (!isCut) cutLines(join(folder, linesFile), step.step);
      } catch (error) {
        failure ??= error as Error;
      }
      isCut = true;
      lines.write(`${JSON.stringify(step)}\n`);
      for (const measure of measures) board?.scalar(measure, step[measure], step.step);
    },
    look(point) {
      lines.write(`${JSON.stringify(point)}\n`);
      for (const [name, value] of Object.entries(point)) {
        if (name !== 'step' && Number.isFinite(value)) board?.scalar(name, value, point.step);
      }
      board?.flush();
    },
    async close() {
      board?.flush();
      await new Promise<void>((resolve) => lines.once('close', resolve).end());
      await release();
      if (failure) throw cannotWrite(folder, failure);
    },
  };
}

const spelled = new Map<string, number>();

/** TensorFlow keeps a writer for each spelling of a folder, which goes on with its old file even when that is gone. */
function freshSpelling(folder: string): string {
  const times = spelled.get(folder) ?? 0;
  spelled.set(folder, times + 1);
  return folder + '/.'.repeat(times);
}

/** Takes away what was written of a step and of those after it, and what was not written whole. */
function cutLines(file: string, step: number): void {
  const isBefore = (line: string): boolean => {
    try {
      return (JSON.parse(line) as { step: number }).step < step;
    } catch {
      return false;
    }
  };
  const lines = readFileSync(file, 'utf8').split('\n');
  const end = lines.findIndex((line) => !isBefore(line));
  truncateSync(
    file,
    Buffer.byteLength(
      lines
        .slice(0, end)
        .map((line) => `${line}\n`)
        .join(''),
    ),
  );
}

async function heldLines(
  folder: string,
  flags: 'a' | 'w' | 'wx',
): Promise<[release: () => Promise<void>, file: FileHandle]> {
  await makeFolder(folder).catch((cause: NodeJS.ErrnoException) => {
    throw cannotWrite(folder, cause);
  });
  const release = await holdFolder(folder);
  try {
    return [release, await openLines(folder, flags)];
  } catch (error) {
    await release();
    throw error;
  }
}

async function openLines(folder: string, flags: 'a' | 'w' | 'wx'): Promise<FileHandle> {
  try {
    const file = await open(join(folder, linesFile), flags);
    // TensorBoard draws the files of a training that goes on as one curve.
    if (flags === 'a') return file;
    const curves = (await readdir(folder)).filter((name) => name.includes('.tfevents.'));
    await Promise.all(curves.map((name) => rm(join(folder, name))));
    return file;
  } catch (cause) {
    throw cannotWrite(folder, cause as NodeJS.ErrnoException);
  }
}

function cannotWrite(folder: string, cause: NodeJS.ErrnoException): RetrievalError {
  const isThere = cause.code === 'EEXIST';
  return new RetrievalError({
    what: isThere
      ? 'The folder has the log of another training'
      : 'The log of the training cannot be written',
    where: join(folder, linesFile),
    found: cause.code ?? cause.message,
    fix: isThere ? 'name another folder, or replace it with --overwrite' : 'name another folder',
    kind: 'usage',
    cause,
  });
}
