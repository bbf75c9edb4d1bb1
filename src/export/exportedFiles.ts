import type { WeightPrecision } from './weightPrecisions.js';
import type { Plan } from './plan.js';

/** The formats that a query model is exported to. */
export const exportFormats = ['tfjs-graph', 'tfjs-layers', 'onnx'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Files of one exported model by name. */
export type ExportedFiles = ReadonlyMap<string, Uint8Array>;

/** A format: how a plan is written, and how the files are run again to compare them with the original. */
export interface ModelFormat {
  write(plan: Plan, precision: WeightPrecision): Promise<ExportedFiles>;
  /** @throws RetrievalError for files that are missing or damaged. */
  load(files: ExportedFiles): Promise<RunnableModel>;
}

/** An exported model that has been loaded back from its files. */
export interface RunnableModel {
  /**
   * @param pixels `[N, S, S, 3]` values 0..255, RGB, flat
   * @returns `[N, D]`, flat
   */
  embed(pixels: Float32Array, count: number): Promise<Float32Array>;
  dispose(): void;
}
