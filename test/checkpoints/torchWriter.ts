import { zipSync, type Zippable } from 'fflate';
import { convolutions, type Network } from '../../src/models/networks/network.js';
import type { NetworkWeights } from '../../src/models/networks/networkWeights.js';
import {
  binary,
  checkpoint,
  dict,
  global,
  int,
  list,
  op,
  pickle,
  tensor,
  text,
  tuple,
} from './pickleWriter.js';

/** A tensor to be written. */
export class Tensor {
  constructor(
    readonly shape: number[],
    readonly data: Float32Array,
  ) {}
}

/** An array of NumPy of float64 to be written. */
export class DoubleArray {
  constructor(
    readonly shape: number[],
    readonly data: Float64Array,
  ) {}
}

export type Saved = number | string | boolean | Tensor | DoubleArray | Saved[] | Map<string, Saved>;

/** What `torch.save` writes since PyTorch 1.6. */
export function torchArchive(content: Saved, changes: Zippable = {}): Uint8Array {
  const storages: Float32Array[] = [];
  const body = pickle(write(content, storages));
  const files: Zippable = { 'archive/data.pkl': body, 'archive/byteorder': Buffer.from('little') };
  storages.forEach(({ buffer }, key) => (files[`archive/data/${key}`] = new Uint8Array(buffer)));
  return zipSync({ ...files, ...changes }, { level: 0 });
}

/** What `torch.save` wrote before. */
export function torchLegacy(content: Saved): Uint8Array {
  const storages: Float32Array[] = [];
  const tensors = write(content, storages);
  return checkpoint({ tensors, keys: storages.map((_, key) => String(key)), storages });
}

function write(value: Saved, storages: Float32Array[]): Buffer {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'boolean') return value ? op.true : op.false;
  if (typeof value === 'number') return Number.isInteger(value) ? int(value) : double(value);
  if (value instanceof DoubleArray) return numpyArray(value);
  if (Array.isArray(value)) return list(...value.map((item) => write(item, storages)));
  if (value instanceof Map) {
    return dict(...[...value].flatMap(([key, item]) => [text(key), write(item, storages)]));
  }
  const { shape, data } = value;
  const key = String(storages.push(data) - 1);
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  return tensor({ key, elements: data.length, shape, strides });
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = 0x47;
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function numpyArray({ shape, data }: DoubleArray): Buffer {
  const type = Buffer.concat([
    global('numpy', 'dtype'),
    tuple(text('f8'), int(0), int(1)),
    op.reduce,
    tuple(int(3), text('<'), op.none),
    op.build,
  ]);
  const content = new Uint8Array(data.buffer);
  return Buffer.concat([
    global('numpy.core.multiarray', '_reconstruct'),
    tuple(global('numpy', 'ndarray'), tuple(int(0)), binary(Buffer.from('b'))),
    op.reduce,
    tuple(int(1), tuple(...shape.map(int)), type, op.false, binary(content)),
    op.build,
  ]);
}

/** The `state_dict` of a network in PyTorch: kernels `[outputs, inputs, h, w]`. */
export function stateDict(network: Network, weights: NetworkWeights): Map<string, Tensor> {
  const state = new Map<string, Tensor>();
  for (const { name, batchNorm, depthwise, outputs, inputs: all, kernel: side } of convolutions(
    network.layers,
  )) {
    const { kernel, bias, batchNorm: norm } = weights.get(name)!;
    const inputs = depthwise ? 1 : all;
    const window = side ** 2;
    const data = kernel.data.map((_, at) => {
      const [o, i, place] = [Math.floor(at / window / inputs), Math.floor(at / window) % inputs, at % window];
      return kernel.data[(place * inputs + i) * outputs + o];
    });
    state.set(`${name}.weight`, new Tensor([outputs, inputs, side, side], data));
    const vector = (key: string, values: Float32Array) => state.set(key, new Tensor([outputs], values));
    if (bias) vector(`${name}.bias`, bias);
    if (!batchNorm || !norm) continue;
    vector(`${batchNorm.name}.weight`, norm.scale);
    vector(`${batchNorm.name}.bias`, norm.offset);
    vector(`${batchNorm.name}.running_mean`, norm.mean);
    vector(`${batchNorm.name}.running_var`, norm.variance);
  }
  return state;
}
