import type { RandomSource } from '../base/randomSource.js';

/** Normal numbers with deviation `sqrt(2 / fanIn)`, for layers followed by a ReLU (He et al. 2015). */
export function heNormal(length: number, fanIn: number, random: RandomSource): Float32Array {
  const deviation = Math.sqrt(2 / fanIn);
  return Float32Array.from({ length }, () => deviation * random.normal());
}

/** Uniform numbers in +-`sqrt(6 / (inputs + outputs))`, for linear layers (Glorot and Bengio 2010). */
export function xavierUniform(inputs: number, outputs: number, random: RandomSource): Float32Array {
  const limit = Math.sqrt(6 / (inputs + outputs));
  return Float32Array.from({ length: inputs * outputs }, () => limit * (2 * random.uniform() - 1));
}
