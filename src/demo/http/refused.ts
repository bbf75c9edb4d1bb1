import { RetrievalError, type ErrorDetails } from '../../errors.js';

/** An error whose answer has a status of its own; every other error of a request is a 400. */
export class Refused extends RetrievalError {
  constructor(
    readonly status: number,
    details: ErrorDetails,
  ) {
    super(details);
  }
}
