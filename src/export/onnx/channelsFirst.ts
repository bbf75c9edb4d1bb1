import type { EncodedKernel } from '../kernelEncoding.js';

/** Puts a kernel `[h, w, inputs, outputs]` into ONNX's order `[outputs, inputs, h, w]`; `[h, w, channels, 1]` likewise becomes `[channels, 1, h, w]`. */
export function channelsFirst(
  kernel: EncodedKernel,
  shape: number[],
  depthwise: boolean,
): { kernel: EncodedKernel; dims: number[] } {
  const [height, width] = shape as [number, number];
  const [inputs, outputs] = (depthwise ? [1, shape[2]] : shape.slice(2)) as [number, number];
  const window = height * width;
  /** Where the weight at a place of the new order stood before. */
  const from = (at: number): number => {
    const [position, i, o] = [
      at % window,
      Math.floor(at / window) % inputs,
      Math.floor(at / window / inputs),
    ];
    return (position * inputs + i) * outputs + o;
  };
  const values = kernel.values.map((_, at) => kernel.values[from(at)]!);
  return { kernel: { ...kernel, values } as EncodedKernel, dims: [outputs, inputs, height, width] };
}

/** Pixels `[N, S, S, 3]`, flat -> `[N, 3, S, S]`. */
export function pixelsChannelsFirst(pixels: Float32Array, size: number): Float32Array {
  const area = size * size;
  return pixels.map((_, at) => {
    const [position, c, picture] = [at % area, Math.floor(at / area) % 3, Math.floor(at / area / 3)];
    return pixels[(picture * area + position) * 3 + c]!;
  });
}
