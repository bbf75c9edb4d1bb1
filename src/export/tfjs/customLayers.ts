import type * as tensorFlow from '@tensorflow/tfjs';

type TensorFlow = typeof tensorFlow;
type LayerClass<Config> = new (config: Config & { name?: string }) => tensorFlow.layers.Layer;
type Tensors = tensorFlow.Tensor | tensorFlow.Tensor[];

/**
 * Makes the layers known that TensorFlow.js does not have; an exported layers model needs them before it is loaded.
 * Its text is also the file that lies beside the model, so that nothing outside the function may be used.
 *
 * @param tf the TensorFlow.js that will load the model
 */
export function registerLayers(tf: TensorFlow): {
  UnitLength: LayerClass<{ smallest: number }>;
  GeneralisedMean: LayerClass<{ floor: number }>;
} {
  /** Scales every vector to Euclidean length 1; those shorter than `smallest` are divided by `smallest`. */
  class UnitLength extends tf.layers.Layer {
    static get className() {
      return 'UnitLength';
    }
    readonly smallest: number;
    constructor(config: { name?: string; smallest: number }) {
      super(config);
      this.smallest = config.smallest;
    }
    override computeOutputShape(shape: tensorFlow.Shape) {
      return shape;
    }
    override call(inputs: Tensors) {
      return tf.tidy(() => {
        const x = Array.isArray(inputs) ? inputs[0]! : inputs;
        const squares = tf.sum(tf.square(x), -1, true);
        return tf.mul(x, tf.rsqrt(tf.maximum(squares, this.smallest * this.smallest)));
      });
    }
    override getConfig() {
      return Object.assign(super.getConfig(), { smallest: this.smallest });
    }
  }
  /** `(mean max(x, floor)^3)^(1/3)` over the positions of each channel. */
  class GeneralisedMean extends tf.layers.Layer {
    static get className() {
      return 'GeneralisedMean';
    }
    readonly floor: number;
    constructor(config: { name?: string; floor: number }) {
      super(config);
      this.floor = config.floor;
    }
    override computeOutputShape(shape: tensorFlow.Shape) {
      return [shape[0]!, shape[3]!];
    }
    override call(inputs: Tensors) {
      return tf.tidy(() => {
        const x = tf.maximum(Array.isArray(inputs) ? inputs[0]! : inputs, this.floor);
        return tf.pow(tf.mean(tf.mul(tf.square(x), x), [1, 2]), 1 / 3);
      });
    }
    override getConfig() {
      return Object.assign(super.getConfig(), { floor: this.floor });
    }
  }
  tf.serialization.registerClass(UnitLength);
  tf.serialization.registerClass(GeneralisedMean);
  return { UnitLength, GeneralisedMean };
}

/** Name of the file beside a layers model that registers its own layers. */
export const customLayersFile = 'layers.js';

/** An ES module with `registerLayers`. */
export function customLayersSource(): string {
  const usage = `import { registerLayers } from './${customLayersFile}'; registerLayers(tf); await tf.loadLayersModel(...)`;
  return `// ${usage}\nexport ${registerLayers.toString()}\n`;
}
