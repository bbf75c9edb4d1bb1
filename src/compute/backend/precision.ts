import { RetrievalError } from '../../errors.js';
import { canAddFunctions } from './graphFunction.js';
import { isNative, nativeBackend } from './nativeBackend.js';

/**
 * How exactly products of matrices and convolutions are computed; sums, states and everything else stay float32.
 * `float32`: exactly, on every device. `tf32`: a GPU rounds the factors to 10 bits behind the leading one, where TensorFlow
 * takes that for quicker; without effect elsewhere. `bfloat16`: steps that run as functions round factors and products to
 * 7 bits. Its exponents are float32's, so no loss has to be scaled.
 */
export const precisions = ['float32', 'tf32', 'bfloat16'] as const;
export type Precision = (typeof precisions)[number];

let current: Precision = 'float32';

/** What products are computed in now. */
export function currentPrecision(): Precision {
  return current;
}

/**
 * Sets the precision of all products of this process from here on.
 * @returns a function that sets it back.
 * @throws RetrievalError where the backend knows no bfloat16.
 */
export function usePrecision(precision: Precision): () => void {
  if (precision === 'bfloat16' && !canAddFunctions()) {
    throw new RetrievalError({
      what: 'Products in bfloat16 need native TensorFlow with the binding of this set-up',
      found: 'a backend that runs steps operation by operation',
      fix: 'train with precision float32; `npx asym doctor` says what native TensorFlow needs',
    });
  }
  const before = current;
  current = precision;
  if (isNative()) nativeBackend().binding.allowTf32?.(precision === 'tf32');
  return () => void usePrecision(before);
}
