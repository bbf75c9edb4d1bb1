import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { summaryFileWriter } from '../compute/backend/nativePackage.js';
import { backendReport } from '../compute/backend/selectBackend.js';
import type { TrainingStep } from './trainQueryModel.js';

/** Writes what happens during a training where other programs can read it. */
export interface TrainingLog {
  write(step: TrainingStep): void;
  /** Resolves when everything is on disk. */
  close(): Promise<void>;
}

const measures = ['loss', 'learningRate', 'imagesPerSecond'] as const;

/**
 * Logs a training to `log.jsonl`, a line per step, and on the native backend to files that TensorBoard shows
 * (`tensorboard --logdir data/logs`).
 * @param folder made when missing.
 */
export async function openTrainingLog(folder: string): Promise<TrainingLog> {
  await mkdir(folder, { recursive: true });
  const lines = createWriteStream(join(folder, 'log.jsonl'));
  const board = backendReport().name === 'native' ? summaryFileWriter(folder) : undefined;
  return {
    write(step) {
      lines.write(`${JSON.stringify(step)}\n`);
      for (const measure of measures) board?.scalar(measure, step[measure], step.step);
    },
    close: () =>
      new Promise((resolve, reject) => {
        board?.flush();
        lines.once('error', reject).end(resolve);
      }),
  };
}
