import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import type { BootstrapOptions, QueryMeasure } from '../metrics/types.js';
import type { GallerySource } from '../../vectors/gallery/gallerySource.js';
import type { RankOptions } from '../ranking/rankPositives.js';
import type { GalleryReader } from './galleryParts.js';
import type { AnyProtocolName } from '../../datasets/groundTruth/protocolNames.js';
import type { GroundTruth } from '../../datasets/groundTruth/types.js';

/** What `evaluateProtocol` takes. */
export interface ProtocolInput extends RankOptions {
  protocol: AnyProtocolName;
  groundTruth: GroundTruth;
  /** `[Q, D]`, through the query model. */
  queries: EmbeddingMatrix;
  /** `[N + distractors, D]`, through the gallery model, in memory or read in blocks. */
  gallery: GallerySource;
  /** Reads some rows of the gallery, for shards. Default: of a matrix its rows; without it other galleries have no shards. */
  part?: GalleryReader;
  /** `[Q]`: the row of each query of the ground truth, or -1 for one that counts nowhere. Default: the same order. */
  queryRows?: ArrayLike<number>;
  /** `[N]`: the row of each picture of the ground truth's gallery. Default: the first rows, in the same order. */
  galleryRows?: ArrayLike<number>;
  /** Rows of the gallery, distractors among them. Default: those of a matrix, else `N`. */
  searchedRows?: number;
  bootstrap?: BootstrapOptions;
}

/** A measure by its name in the papers; fractions, not per cent. */
export interface ProtocolMeasure extends QueryMeasure {
  name: string;
}

/** The numbers of one setup. */
export interface SetupReport {
  /** `easy`, `medium`, `hard`; `public`, `private`; or `all`. */
  name: string;
  /** Queries of the ground truth that take part; `perQuery` of the measures has one number for each. */
  queries: Int32Array;
  /** Those without a positive, which are in no mean. */
  excludedQueries: number;
  /** Empty where every query is excluded. */
  measures: ProtocolMeasure[];
}

/** The numbers of one benchmark. */
export interface ProtocolReport {
  protocol: AnyProtocolName;
  /** Pictures of the ground truth's gallery. */
  galleryCount: number;
  /** Further rows of the gallery, which are wrong for every query. */
  distractorCount: number;
  setups: SetupReport[];
}
