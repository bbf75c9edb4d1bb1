import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { backendReport } from '../compute/backend/selectBackend.js';
import type { TrainingStep } from './trainQueryModel.js';

/** Writes what happens during a training where other programs can read it. */
export interface TrainingLog {
  write(step: TrainingStep): void;
  /** Resolves when everything is on disk. */
  close(): Promise<void>;
}

/** The part of the native package that writes TensorBoard's files. */
interface SummaryWriter {
  scalar(name: string, value: number, step: number): void;
  flush(): void;
}

const measures = ['loss', 'learningRate', 'imagesPerSecond'] as const;

/**
 * Logs a training to `log.jsonl`, a line per step, and on the native backend to files that TensorBoard shows
 * (`tensorboard --logdir data/logs`).
 * @param folder made when missing.
 */
export async function openTrainingLog(folder: string): Promise<TrainingLog> {
  mkdirSync(folder, { recursive: true });
  const lines = createWriteStream(join(folder, 'log.jsonl'));
  const board = backendReport().name === 'native' ? await summaryWriter(folder) : undefined;
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

async function summaryWriter(folder: string): Promise<SummaryWriter> {
  const native = (await import('@tensorflow/tfjs-node-gpu')) as unknown as {
    node: { summaryFileWriter(folder: string): SummaryWriter };
  };
  return native.node.summaryFileWriter(folder);
}
