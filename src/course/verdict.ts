/** What a check says of an answer. */
export interface Verdict {
  outcome: 'missing' | 'wrong' | 'right';
  /** A sentence or two to the learner. */
  words: string;
}

/** An answer that is as it should be. */
export const right = (words: string): Verdict => ({ outcome: 'right', words });

/** An answer that is not, with what is wrong with it. */
export const wrong = (words: string): Verdict => ({ outcome: 'wrong', words });

/**
 * A place that still holds nothing.
 * @param what the learner has to give, such as `a number`
 */
export const missing = (what: string): Verdict => ({ outcome: 'missing', words: what });
