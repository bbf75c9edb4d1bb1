import type { LossConfig } from '../../losses/registry.js';
import type { Look } from '../../report/plots/look.js';

/** What the demand on the query model comes from. */
export type Supervision =
  | 'labels'
  | 'labels and gallery embeddings'
  | 'labels and gallery order'
  | 'gallery embeddings'
  | 'gallery order';

/** One way to set a method. */
export interface Trial {
  loss: LossConfig;
  /** Penalty of the closed-form solution that takes the place of training. */
  ridge?: number;
}

/** A way to train a query model: how it was set, and how it is named and drawn. Its family is where its record stands. */
export interface Method extends Look {
  /** Six settings, simple ones first; the validation classes choose among them. */
  trials: readonly Trial[];
  /** Which of them the validation classes chose, see `figures/tuning.json`. */
  chosen: 0 | 1 | 2 | 3 | 4 | 5;
  /** What the main loss is told by, where it differs from the family. */
  supervision?: Supervision;
}
