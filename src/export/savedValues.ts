import type { QueryModel } from '../models/queryModel.js';
import { convolutions, type Network } from '../models/networks/network.js';
import { kernelShape, type NetworkWeights } from '../models/networks/networkWeights.js';

/** Values of a query model's variables by name. */
export type Values = ReadonlyMap<string, Float32Array>;

/** Reads all variables of a query model. */
export async function valuesByName({ names, variables, state }: QueryModel): Promise<Values> {
  const values = await Promise.all([...variables, ...state].map((tensor) => tensor.data<'float32'>()));
  return new Map(names.map((name, n) => [name, values[n]!]));
}

/** The weights of a network among the values of a query model. */
export function networkWeightsOf(network: Network, values: Values): NetworkWeights {
  return new Map(
    convolutions(network.layers).map((layer) => {
      const part = (name: string): Float32Array => values.get(`${layer.batchNorm!.name}.${name}`)!;
      const kernel = { shape: kernelShape(layer), data: values.get(`${layer.name}.kernel`)! };
      const weights = layer.batchNorm
        ? {
            kernel,
            batchNorm: {
              scale: part('scale'),
              offset: part('offset'),
              mean: part('mean'),
              variance: part('variance'),
            },
          }
        : { kernel, bias: values.get(`${layer.name}.bias`)! };
      return [layer.name, weights];
    }),
  );
}
