/** What every exported file is fed: pixel values as they are, since means and deviations are applied inside. */
export const fedPixels = {
  mean: [0, 0, 0],
  deviation: [1, 1, 1],
  order: 'rgb',
  layouts: { onnx: 'nchw', 'tfjs-graph': 'nhwc', 'tfjs-layers': 'nhwc' },
} as const;
