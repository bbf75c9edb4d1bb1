/** What a list of definitions tells of one of them. */
export interface Described {
  /** What it does, in one line. */
  what?: string;
  /** Authors, year and equation, or "ours". */
  source?: string;
  /** When to choose it, in one line. */
  use?: string;
  /** Fields that a configuration of it cannot leave out, as an example has them. */
  example?: Readonly<Record<string, unknown>>;
}
