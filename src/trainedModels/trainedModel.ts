import type { QueryModel } from '../models/queryModel.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import type { FrozenFeatures } from './frozenFeatures.js';
import type { Pictures } from './pictureList.js';
import type { PictureSearch, PictureSearchOptions } from './pictureSearch.js';
import type { Preparation } from './preparation.js';
import type { SavedRun } from './savedRun.js';

/** A query model that was trained and saved, with what is known of its training. */
export interface TrainedModel {
  readonly folder: string;
  readonly model: QueryModel;
  /** The run that trained it; missing where no `run.json` lies beside the model. */
  readonly run?: SavedRun;
  /** D, the number of values of an embedding. */
  readonly dimension: number;
  /**
   * How a picture becomes the square that the model takes.
   * @throws RetrievalError for a head when the size of its pictures is not known.
   */
  preparation(): Preparation;
  /**
   * The frozen network in front of a head; `undefined` for a model that takes pictures.
   * @throws RetrievalError when its size is not known or not that of the training, and when its weights are missing.
   */
  features(): Promise<FrozenFeatures | undefined>;
  /**
   * Prepares pictures as the evaluation of the training run did: squashed to a square, of which the middle is used where
   * the run trained on crops.
   * @returns `[N, S, S, 3]` in 0..255, flat
   * @throws RetrievalError (data) for pictures that are not there or cannot be decoded.
   */
  prepare(pictures: Pictures): Promise<Float32Array>;
  /**
   * Embeds prepared pictures.
   * @param squares `[N, S, S, 3]` in 0..255, flat
   * @returns unit rows `[N, D]`
   */
  embedSquares(squares: Float32Array): Promise<EmbeddingMatrix>;
  /**
   * Prepares and embeds pictures, some at a time, so that memory does not grow with their number.
   * @returns unit rows `[N, D]`
   * @throws RetrievalError (data) as `prepare` and `features`.
   * @example
   * const { data, rows } = await trained.embed(['photos/a.jpg', 'more photos']);
   */
  embed(pictures: Pictures): Promise<EmbeddingMatrix>;
  /**
   * Ranks a gallery by its similarity to pictures.
   * @throws RetrievalError for pictures as `embed`, and for a gallery that cannot be searched with this model.
   * @example
   * const found = await trained.search('photos/a.jpg', { gallery: 'vectors.npy', top: 5 });
   * console.log(found.queries[0].results[0].id);
   * await show(found);
   */
  search(queries: Pictures, options?: PictureSearchOptions): Promise<PictureSearch>;
  /** What was trained on what, how large it is and how well it searches, in sentences. */
  describe(): string[];
  dispose(): void;
}
