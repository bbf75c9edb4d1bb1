import type { z } from 'zod';
import type { Described } from '../base/registry/described.js';
import type { SearchResult } from '../retrieval/ranking/exactSearch.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';

/** Rows as an index takes them. */
export interface IndexRows {
  /** Number of the first row; the others follow. A number is never given twice, and names its row for good. */
  firstRow: number;
  /** `[n]` */
  ids: readonly string[];
  /** Unit rows `[n, D]`. */
  vectors: EmbeddingMatrix;
}

/** Rows that an index holds, with their numbers. */
export interface HeldRows {
  /** `[n]`, rising. */
  rows: ArrayLike<number>;
  /** `[n, D]` */
  vectors: EmbeddingMatrix;
}

/** What an engine must be told to find its index as it was saved, such as the version of a table. */
export type EngineState = Readonly<Record<string, string | number>>;

/** Where an engine keeps one index, and what it is. */
export interface EnginePlace {
  /** For the engine's own files. A file that was saved is never written to again: what changes gets another name. */
  folder: string;
  /** A name that no other index has, for what lies on a server. */
  name: string;
  /** D. */
  columns: number;
  /** Row numbers that were given when the index was saved last; a row from here on is what a stopped call left. */
  rows: number;
  /** Rows that were removed. */
  removed: ReadonlySet<number>;
}

/** An index at work: the methods that every engine has. Calls that change it come one after the other. */
export interface EngineIndex<Settings extends object = object> {
  /** Takes rows in. Before `build` they need not be found, afterwards they are at once. */
  readonly add: (rows: IndexRows) => Promise<void>;
  /** Makes the structure that is searched, of all rows so far. */
  build(): Promise<void>;
  /** Takes rows out for good. */
  remove(rows: readonly number[]): Promise<void>;
  /**
   * The best rows per query by cosine similarity, best first. Numbers of rows that are not there are -1, their scores
   * -Infinity.
   * @param queries unit rows `[Q, D]`
   */
  search(queries: EmbeddingMatrix, k: number, settings: Settings): Promise<SearchResult>;
  /** Brings everything to where it survives the process. @returns what `open` is given. */
  save(): Promise<EngineState>;
  /** All rows as they were added, in order: what exact search compares. */
  readonly held: () => AsyncIterable<HeldRows>;
  /** Bytes that lie on a server. */
  bytesElsewhere?(): Promise<number>;
  close(): Promise<void>;
}

/** An engine: how an index is opened, and what can be said about it. Its packages are imported when it is opened. */
export interface IndexEngine<
  Config extends { kind: string } = { kind: string },
  Settings extends object = object,
> extends Described {
  /** Of its configuration, with defaults. */
  schema: z.ZodType<Config>;
  /** Of the settings of one search, with defaults. */
  settings: z.ZodType<Settings>;
  /** Settings that a check tries, the fastest first. */
  tried(config: Config): readonly Partial<Settings>[];
  /** Whether a file of the engine is a part of the index in a state; default all are. Others are not kept. */
  isPart?(name: string, state: EngineState): boolean;
  /** @throws RetrievalError (usage) for vectors that such an index can't hold, before anything is built. */
  refuse?(config: Config, columns: number): void;
  /**
   * @param state what `save` gave; nothing for a new index
   * @param use `change` for the one writer, who may take back what a stopped call left
   * @throws RetrievalError when a package is missing or a server can't be reached.
   */
  open(
    place: EnginePlace,
    config: Config,
    state: EngineState | undefined,
    use: 'search' | 'change',
  ): Promise<EngineIndex<Settings>>;
  /** Removes what lies outside of the folder. */
  discard?(place: Pick<EnginePlace, 'name'>, config: Config): Promise<void>;
}

/** The best rows per query, with their ids. */
export interface IndexResult extends SearchResult {
  /** `[Q, k]`; empty beside a row of -1. */
  ids: string[];
}
