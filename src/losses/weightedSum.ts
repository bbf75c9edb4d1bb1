import * as tf from '@tensorflow/tfjs-core';
import { RetrievalError } from '../errors.js';
import type { Loss } from './types.js';

/** `sum_n weight_n loss_n`; the parts' own variables and steps are passed on. */
export function weightedSum(terms: { weight: number; loss: Loss }[]): Loss & { readonly parts: Loss[] } {
  const parts = terms.map((term) => term.loss);
  return {
    name: terms.map(({ weight, loss }) => `${weight}*${loss.name}`).join('+'),
    parts,
    isRepeatable: parts.every((loss) => loss.isRepeatable),
    get variables() {
      return parts.flatMap((loss) => loss.variables ?? []);
    },
    get queryTransform() {
      const transforms = parts.flatMap((loss) => loss.queryTransform ?? []);
      if (transforms.length > 1) throw twoTransforms(parts);
      return transforms[0];
    },
    async prepare(set) {
      for (const loss of parts) await loss.prepare?.(set);
    },
    async startEpoch(epoch, embed) {
      for (const loss of parts) await loss.startEpoch?.(epoch, embed);
    },
    compute: (batch) =>
      tf.addN<tf.Scalar>(terms.map(({ weight, loss }) => tf.mul(loss.compute(batch), weight))),
    afterStep: (batch, progress) => parts.forEach((loss) => loss.afterStep?.(batch, progress)),
    dispose: () => parts.forEach((loss) => loss.dispose?.()),
  };
}

function twoTransforms(parts: Loss[]): RetrievalError {
  return new RetrievalError({
    what: 'Two losses train a transform of the query embeddings',
    where: parts.map(({ name }) => name).join(' + '),
    expected: 'at most one loss with a transform, since a query is searched with one embedding',
    fix: 'leave one of them out',
  });
}
