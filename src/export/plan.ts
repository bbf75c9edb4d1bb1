/** What the steps of a plan have in common. */
interface StepOf<Kind extends string> {
  kind: Kind;
  /** Unique in the plan; a prefix of the names of its weights in exported files. */
  name: string;
  /** Names of the steps whose results it takes. */
  inputs: string[];
  /** Shape of the result for one picture: `[S, S, C]` for a feature map, `[C]` for a vector. */
  shape: number[];
}

/** Pixel values 0..255 in RGB order, `[S, S, 3]`. */
export type PixelsStep = StepOf<'pixels'>;

/** `(x - mean) / deviation` per channel. */
export interface NormaliseStep extends StepOf<'normalise'> {
  mean: Float32Array;
  deviation: Float32Array;
}

/** Rows and columns of padding on each side: before (above, left) and after (below, right). */
export type Sides = readonly [before: number, after: number];

/** A convolution with its batch norm folded in. */
export interface ConvolutionStep extends StepOf<'convolution'> {
  /** `[k, k, inputs, outputs]`, or `[k, k, channels, 1]` for a depthwise convolution. */
  kernel: Float32Array;
  kernelShape: number[];
  /** `[outputs]` */
  bias: Float32Array;
  isSensitive?: boolean;
  stride: number;
  depthwise: boolean;
  padding: Sides;
  /** The padding in TensorFlow's words; `explicit` for one that it does not have. */
  paddedAs: 'same' | 'valid' | 'explicit';
}

/** Maximum over windows of values that are not negative; padding changes no maximum. */
export interface MaxPoolStep extends StepOf<'maxPool'> {
  window: number;
  stride: number;
  padding: Sides;
}

/** An affine map `x W + b` of a vector. */
export interface LinearStep extends StepOf<'linear'> {
  /** `[inputs, outputs]` */
  kernel: Float32Array;
  kernelShape: number[];
  /** `[outputs]` */
  bias: Float32Array;
  isSensitive?: boolean;
}

/** A step with a kernel; a sensitive one stays float16 in files whose other kernels are int8. */
export type KernelStep = ConvolutionStep | LinearStep;

export type ActivationStep = StepOf<'relu'> | StepOf<'relu6'> | StepOf<'sigmoid'>;
/** Two inputs of the same shape. */
export type AddStep = StepOf<'add'>;
/** Two inputs; the second may be `[1, 1, C]`. */
export type MultiplyStep = StepOf<'multiply'>;
/** Joins the channels of its inputs. */
export type JoinStep = StepOf<'join'>;
/** Channels `from` to `from + C` of its input. */
export interface ChannelsStep extends StepOf<'channels'> {
  from: number;
}
/** Channel `g C / groups + i` becomes `i groups + g`. */
export interface ShuffleStep extends StepOf<'shuffle'> {
  groups: number;
}
/** Mean over the positions, `[1, 1, C]`. */
export type SpatialMeanStep = StepOf<'spatialMean'>;
/** `[1, 1, C]` -> `[C]` */
export type FlattenStep = StepOf<'flatten'>;
/** `(mean max(x, floor)^3)^(1/3)` over the positions of each channel, `[C]`. */
export interface GeneralisedMeanStep extends StepOf<'generalisedMean'> {
  floor: number;
}
/** Scales a vector to Euclidean length 1; vectors shorter than `smallest` are divided by `smallest`. */
export interface UnitLengthStep extends StepOf<'unitLength'> {
  smallest: number;
}

/** One operation of an exported model; every format writes all of them. */
export type Step =
  | PixelsStep
  | NormaliseStep
  | ConvolutionStep
  | MaxPoolStep
  | LinearStep
  | ActivationStep
  | AddStep
  | MultiplyStep
  | JoinStep
  | ChannelsStep
  | ShuffleStep
  | SpatialMeanStep
  | FlattenStep
  | GeneralisedMeanStep
  | UnitLengthStep;

/** Whether a step has a kernel. */
export function hasKernel(step: Step): step is KernelStep {
  return 'kernel' in step;
}

/**
 * A query model as a list of operations from pixels to the embedding, in an order in which they can run. The one
 * description that the writers of all formats share.
 */
export interface Plan {
  /** Side of the pictures. */
  size: number;
  /** Side of the squares that pictures are brought to, whose middle of `size` is taken; default `size`. */
  scaled?: number;
  /** D */
  dimension: number;
  /** The first takes the pixels, the last gives the embedding `[D]`. */
  steps: Step[];
}

/** Name of the input and of the output in every exported file. */
export const inputName = 'pixels';
export const outputName = 'embedding';
