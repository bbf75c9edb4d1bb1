import * as tf from '@tensorflow/tfjs';
import type { RunnableModel } from '../exportedFiles.js';
import { inBatches } from '../../trainedModels/inBatches.js';

/** A loaded TensorFlow.js model as a function from pictures to embeddings. */
export function runModel(model: tf.GraphModel | tf.LayersModel): RunnableModel {
  const shape = model.inputs[0]!.shape!.slice(1) as [number, number, number];
  return {
    embed: (pixels, count) =>
      inBatches(pixels, count, async (part, rows) => {
        const embeddings = tf.tidy(() => model.predict(tf.tensor4d(part, [rows, ...shape]), {}) as tf.Tensor);
        const values = await embeddings.data<'float32'>();
        embeddings.dispose();
        return values;
      }),
    dispose: () => void model.dispose(),
  };
}
