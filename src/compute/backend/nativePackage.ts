import * as tf from '@tensorflow/tfjs-core';
import { failureOf } from './failureOf.js';

/** Packages that bring native TensorFlow, the preferred first: without a GPU the first computes on the processor as well. */
export const nativePackages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

/** The part of such a package that is used, beside the backend that it registers. */
interface NativeModule {
  node: { summaryFileWriter(folder: string): SummaryWriter };
}

/** Writes files that TensorBoard shows. */
export interface SummaryWriter {
  scalar(name: string, value: number, step: number): void;
  flush(): void;
}

let used: { module: NativeModule; messages: unknown } | undefined;

/**
 * Loads the first package that registers native TensorFlow with TensorFlow.js.
 * @throws Error that says of each package why it does not.
 */
export async function loadNativePackage(): Promise<void> {
  const failures: string[] = [];
  for (const name of nativePackages) {
    try {
      const module = (await import(name)) as NativeModule;
      if (!tf.findBackend('tensorflow')) throw new Error(`${name} brings no native TensorFlow`);
      // A CommonJS module whose names Node cannot see: all of it is the default export.
      const messages = (await import(`${name}/dist/proto/api_pb.js`)) as { default: unknown };
      used = { module, messages: messages.default };
      return;
    } catch (error) {
      failures.push(failureOf(error));
    }
  }
  throw new Error(failures.join(', '));
}

/** Writes the files of TensorBoard. Only on the native backend. */
export function summaryFileWriter(folder: string): SummaryWriter {
  return used!.module.node.summaryFileWriter(folder);
}

/** The classes generated from TensorFlow's protocol buffers. Only on the native backend. */
export function nativeMessages(): unknown {
  return used!.messages;
}
