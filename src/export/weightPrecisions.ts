/** How the kernels of convolutions and linear layers are stored; everything else stays float32. */
export const weightPrecisions = ['float32', 'float16', 'int8'] as const;

export type WeightPrecision = (typeof weightPrecisions)[number];
