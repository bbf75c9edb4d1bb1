import { RetrievalError } from '../errors.js';
import { fullConvolution, type Network } from './networks/network.js';
import type { PixelConfig } from './queryModelConfig.js';
import { queryModelRegistry } from './queryModelRegistry.js';

/**
 * The network of a query model that takes pictures, from pixels to the map that is pooled.
 * @throws RetrievalError for a registered query model that is no network.
 */
export function networkOf(config: PixelConfig): Network {
  const trunk = trunkOf(config);
  if (!('head' in config) || !config.head) return trunk;
  const widening = fullConvolution({
    name: 'widening',
    kernel: 1,
    stride: 1,
    inputs: trunk.channels,
    outputs: config.head.channels,
    padding: 'same',
    activation: 'relu',
  });
  return { ...trunk, layers: [...trunk.layers, widening], channels: widening.outputs };
}

/** The same without the wider end of a `head`. */
export function trunkOf(config: PixelConfig): Network {
  const definition = queryModelRegistry.find(config.kind);
  if (definition && 'network' in definition) return definition.network(config);
  throw new RetrievalError({
    what: 'The layers of this query model are not known',
    where: config.kind,
    expected: 'a query model that is registered with `network`',
    found: definition ? 'one that is registered with `create`' : 'one that is not registered',
    kind: 'usage',
  });
}
