import { RetrievalError } from '../../errors.js';
import { canAddFunctions } from './graphFunction.js';
import type { NarrowType } from './narrowProducts.js';
import { isNative, nativeBackend } from './nativeBackend.js';

/**
 * How exactly products of matrices and convolutions are computed; sums, states and everything else stay float32.
 * `float32`: exactly, on every device. `tf32`: a GPU rounds the factors to 10 bits behind the leading one, where TensorFlow
 * takes that for quicker; without effect elsewhere. `bfloat16`: steps that run as functions round factors and products to
 * 7 bits. Its exponents are float32's, so no loss has to be scaled. `float16`: the same with 10 bits, and exponents that end
 * at 65504 and at 6e-8, for which a training scales its loss.
 */
export const precisions = ['float32', 'tf32', 'bfloat16', 'float16'] as const;
export type Precision = (typeof precisions)[number];

let current: Precision = 'float32';

/** What products are computed in now. */
export function currentPrecision(): Precision {
  return current;
}

const narrowTypes: Partial<Record<Precision, NarrowType>> = { bfloat16: 'bfloat16', float16: 'half' };

/** TensorFlow's type of the factors in steps that run as functions; undefined where they stay float32. */
export function narrowType(): NarrowType | undefined {
  return narrowTypes[current];
}

/**
 * By what a loss is multiplied before its gradient is taken, and the gradient divided after: what is small in a gradient would be
 * nothing in float16 (Micikevicius et al. 2018). A power of two, which rounds nothing.
 */
export function lossScale(precision: Precision): number {
  return precision === 'float16' ? 2 ** 10 : 1;
}

/**
 * Sets the precision of all products of this process from here on.
 * @returns a function that sets it back.
 * @throws RetrievalError for narrow products where the backend has none.
 */
export function usePrecision(precision: Precision): () => void {
  if (narrowTypes[precision] && !canAddFunctions()) {
    throw new RetrievalError({
      what: `Products in ${precision} need native TensorFlow with the binding of this set-up`,
      found: 'a backend that runs steps operation by operation',
      fix: 'train with precision float32; `npx asym doctor` says what native TensorFlow needs',
    });
  }
  const before = current;
  current = precision;
  if (isNative()) nativeBackend().binding.allowTf32?.(precision === 'tf32');
  return () => void usePrecision(before);
}
