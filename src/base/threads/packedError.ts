import { RetrievalError, type ErrorDetails } from '../../errors.js';

/** An error on its way from one thread to another. */
export interface PackedError {
  message: string;
  stack?: string;
  /** Of an error of the library. */
  details?: ErrorDetails;
  cause?: PackedError;
}

export function packError(error: unknown): PackedError {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, stack, cause } = error;
  const packed: PackedError = { message, ...(stack && { stack }) };
  if (error instanceof RetrievalError) {
    packed.details = { ...error.details, cause: undefined };
  }
  if (cause !== undefined) packed.cause = packError(cause);
  return packed;
}

/** The error again, with the stack of the thread that it comes from. */
export function unpackError({ message, stack, details, cause }: PackedError): Error {
  const from = cause && { cause: unpackError(cause) };
  const error = details ? new RetrievalError({ ...details, ...from }) : new Error(message, from);
  if (stack) error.stack = stack;
  return error;
}
