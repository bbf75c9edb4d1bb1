import type { QueryModel } from '../models/queryModel.js';
import type { Progress } from '../base/progress.js';
import type { RunManifest, TrajectoryPoint } from './runManifest.js';
import type { RunRecord } from './runRecord.js';
import type { TrainingStep } from '../training/trainQueryModel.js';

/** A finished run. */
export interface Run {
  record: RunRecord;
  manifest: RunManifest;
}

export interface RunOptions {
  /** Told about long preparations (pictures, gallery vectors). */
  onProgress?: Progress;
  onStep?: (step: TrainingStep) => void;
  /** Told how well the query model searches, at a few steps of its training. */
  onPoint?: (point: TrajectoryPoint) => void;
  signal?: AbortSignal;
  /** Given the trained model before it is disposed of; a run that has this is never reused. */
  onTrained?: (model: QueryModel) => Promise<void>;
  /**
   * Finished runs by their identity (`runIdentity`) to look into besides the cache, such as the committed ones. They count whatever
   * code trained them; their manifest tells.
   */
  finished?: ReadonlyMap<string, Run>;
  /** Train again although there is a finished run. */
  fresh?: boolean;
  /** Only runs that this backend has made on this device count as finished; default: those of others do as well. */
  sameDevice?: boolean | undefined;
  /** How the state of the training is kept while it lasts; `false`: not at all. */
  checkpoints?: CheckpointOptions | false;
}

/** How the state of a training is kept. */
export interface CheckpointOptions {
  /** Default: one of the run's own in the cache, which goes when the run is finished. One that is named stays. */
  folder?: string;
  /** Whether the state of a training with another configuration in the folder may go; default: that is refused. */
  overwrite?: boolean;
  /** After so many minutes the state is kept within an epoch; default 5. */
  minutes?: number;
  /** Epochs that end sooner after the last time than this do not keep it; default 5. */
  epochSeconds?: number;
}
