import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as tf from '@tensorflow/tfjs-core';
import { temporaryFolder } from '../../base/files/temporaryFolder.js';
import { savedModelBytes, type GraphNode } from './graphFormat.js';
import { addFunction, canAddFunctions } from './graphFunction.js';
import { isNative, nativeBackend } from './nativeBackend.js';

/** A graph that TensorFlow runs as a whole: independent operations side by side, values freed when they are used up. */
export interface NativeGraph {
  /** Runs the graph on tensors by the names of its placeholders. The caller disposes of the outputs. */
  run(inputs: Record<string, tf.Tensor>): tf.Tensor[];
  dispose(): void;
}

/** Whether graphs pay: as functions anywhere; by way of a session, which works on the host's memory, on the processor. */
export function canLoadGraphs(): boolean {
  return canAddFunctions() || isOnProcessor();
}

function isOnProcessor(): boolean {
  return isNative() && !nativeBackend().isUsingGpuDevice;
}

/**
 * Gives a graph to TensorFlow. Only on the native backend.
 *
 * @param outputs `node`, or `node:n` for any but its first output.
 * @param fuses lets TensorFlow replace operations by others that do several at once, but round differently.
 * @throws Error naming the node that TensorFlow does not accept.
 */
export function loadGraph(nodes: GraphNode[], outputs: string[], fuses = false): NativeGraph {
  // On the processor a session fuses more than a function does.
  const isFunction = canAddFunctions() && !(fuses && isOnProcessor());
  return isFunction ? functionGraph(nodes, outputs, fuses) : sessionGraph(nodes, outputs);
}

function functionGraph(nodes: GraphNode[], outputs: string[], fuses: boolean): NativeGraph {
  const inputs = nodes.filter(({ op }) => op === 'Placeholder').map(({ name }) => name);
  const added = addFunction({ nodes, inputs, outputs, effects: [] }, { fuses });
  return {
    run(tensors) {
      const operands = inputs.map((input) => tensors[input]!);
      return nativeBackend().executeMultipleOutputs(added.name, added.attributes, operands, outputs.length);
    },
    dispose: () => added.dispose(),
  };
}

const tag = 'serve';

/** By way of TensorFlow's own file format. */
function sessionGraph(nodes: GraphNode[], outputs: string[]): NativeGraph {
  const folder = temporaryFolder('asymmetric-graph');
  try {
    writeFileSync(join(folder, 'saved_model.pb'), savedModelBytes(nodes, tag));
    const { binding } = nativeBackend();
    const id = binding.loadSavedModel(folder, tag);
    const named = outputs.map((output) => (output.includes(':') ? output : `${output}:0`));
    return {
      run(tensors) {
        const names = Object.keys(tensors).map((name) => ({ name: `${name}:0` }));
        return nativeBackend().runSavedModel(id, Object.values(tensors), names, named);
      },
      dispose: () => binding.deleteSavedModel(id),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
