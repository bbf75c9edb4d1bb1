import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { savedModelBytes, type GraphNode } from './graphFormat.js';
import { nativeBackend } from './nativeBackend.js';

/** A graph that TensorFlow has optimised as a whole: operations fused, independent ones side by side. */
export interface NativeGraph {
  /** Runs the graph; inputs by name of their placeholder, outputs as the builder names them. The caller disposes of them. */
  run(inputs: Record<string, tf.Tensor>, outputs: string[]): tf.Tensor[];
  dispose(): void;
}

const tag = 'serve';

/**
 * Gives a graph to TensorFlow, by way of its own file format. Only on the native backend.
 * @throws Error naming the node that TensorFlow does not accept.
 */
export function loadGraph(nodes: GraphNode[]): NativeGraph {
  const folder = mkdtempSync(join(tmpdir(), 'asymmetric-graph-'));
  try {
    writeFileSync(join(folder, 'saved_model.pb'), savedModelBytes(nodes, tag));
    const { binding } = nativeBackend();
    const id = binding.loadSavedModel(folder, tag);
    return {
      run: (inputs, outputs) => {
        const names = Object.keys(inputs).map((name) => ({ name: `${name}:0` }));
        const values = Object.values(inputs);
        return nativeBackend().runSavedModel(
          id,
          values,
          names,
          outputs.map((name) => (name.includes(':') ? name : `${name}:0`)),
        );
      },
      dispose: () => binding.deleteSavedModel(id),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
