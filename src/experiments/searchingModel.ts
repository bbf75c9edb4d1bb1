import * as tf from '@tensorflow/tfjs-core';
import type { QueryTransform } from '../losses/types.js';
import type { QueryModel } from '../models/queryModel.js';

/** The query model as it searches: with the transform that its loss trained beside it, where there is one. */
export function searchingModel(model: QueryModel, transform: QueryTransform | undefined): QueryModel {
  if (!transform) return model;
  return {
    ...model,
    parameterCount: model.parameterCount + transform.parameterCount,
    flops: model.flops + transform.flops,
    embed: (input, options) => tf.tidy(() => transform.apply(model.embed(input, options))),
  };
}
