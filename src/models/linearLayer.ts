import * as tf from '@tensorflow/tfjs-core';
import type { RandomSource } from '../base/randomSource.js';
import { xavierUniform } from './initialise.js';
import type { VariableSet } from './variableSet.js';

/** A trained affine map `[B, inputs] -> [B, outputs]`. */
export interface LinearLayer {
  flops: number;
  apply(x: tf.Tensor2D): tf.Tensor2D;
}

/** Adds a linear layer's kernel (Xavier uniform) and bias (zero) to `set`. */
export function linearLayer(
  set: VariableSet,
  name: string,
  inputs: number,
  outputs: number,
  random: RandomSource,
): LinearLayer {
  const kernel = set.trained(`${name}.kernel`, xavierUniform(inputs, outputs, random), [inputs, outputs]);
  const bias = set.trained(`${name}.bias`, new Float32Array(outputs), [outputs]);
  return {
    flops: 2 * inputs * outputs,
    apply: (x) => tf.add(tf.matMul(x, kernel as tf.Tensor2D), bias),
  };
}
